namespace Hinge.Playground.Programs;

/// <summary>A line of a listing.</summary>
public sealed class CodeLine
{
    /// <summary>Takes a line apart.</summary>
    /// <param name="text">The line as it is shown.</param>
    public CodeLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        int comment = text.IndexOf('#', StringComparison.Ordinal);
        string code = comment < 0 ? text : text[..comment];
        Indent = code.Length - code.TrimStart().Length;
        Code = code.Trim();
    }

    /// <summary>As it is shown.</summary>
    public string Text { get; }

    /// <summary>Blanks before it.</summary>
    public int Indent { get; }

    /// <summary>Without blanks and comment.</summary>
    public string Code { get; }
}
