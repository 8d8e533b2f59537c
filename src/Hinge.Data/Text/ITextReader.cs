namespace Hinge.Data.Text;

/// <summary>Reads texts into rows of numbered terms, one text after the other. Each thread has one of its own.</summary>
internal interface ITextReader
{
    /// <summary>Adds the row of a text.</summary>
    void Read(string? text, TextRows rows);
}
