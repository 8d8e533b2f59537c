namespace Hinge.Data.SvmLight;

/// <summary>What number the first feature of an svmlight file has.</summary>
public enum IndexBase
{
    /// <summary>0 where an index 0 is anywhere in the file, else 1.</summary>
    Auto,

    /// <summary>1, as the format says: an index 0 is an error.</summary>
    One,

    /// <summary>0, as some programs write it.</summary>
    Zero,
}
