using System.Xml.Linq;

namespace Hinge.Cli.Reports;

/// <summary>A table whose first column names the rows.</summary>
internal sealed class HtmlTable
{
    private readonly XElement _body = new("tbody");
    private readonly XElement _table;

    /// <param name="caption">What it holds.</param>
    /// <param name="columns">The columns' names; null for a table without a head.</param>
    public HtmlTable(string caption, params string[]? columns)
    {
        Caption = caption;
        _table = new XElement("table", new XElement("caption", HtmlPage.Text(caption)));
        if (columns is { Length: > 0 })
            _table.Add(new XElement("thead", new XElement("tr", columns.Select((column, c) => new XElement("th", new XAttribute("scope", "col"), c == 0 ? new XAttribute("class", "text") : null, column)))));
        _table.Add(_body);
    }

    private string Caption { get; }

    /// <summary>Adds a row.</summary>
    /// <param name="name">Of the row.</param>
    /// <param name="cells">Texts, or elements.</param>
    public void AddRow(string name, params object[] cells) => _body.Add(new XElement(
        "tr",
        new XElement("th", new XAttribute("scope", "row"), HtmlPage.Text(name)),
        cells.Select(cell => new XElement("td", cell is string text ? HtmlPage.Text(text) : cell))));

    /// <summary>In a region that scrolls by itself where the screen is narrow.</summary>
    public XElement ToElement() => new("div", new XAttribute("class", "scroll"), new XAttribute("role", "region"), new XAttribute("aria-label", HtmlPage.Text(Caption)), new XAttribute("tabindex", "0"), _table);
}
