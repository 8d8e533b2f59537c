namespace Hinge.Data.Tables;

/// <summary>A value that cannot be what it must be; its source says where.</summary>
/// <param name="row">The row, from 0, of what is being read.</param>
/// <param name="rule">What it must be.</param>
internal sealed class BadValueException(int row, string rule) : Exception
{
    public int Row => row;

    public string Rule => rule;
}
