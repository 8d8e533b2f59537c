namespace Hinge.Models.Liblinear;

/// <summary>What a solver of LIBLINEAR is for.</summary>
internal enum LiblinearTask
{
    Classification,
    Regression,
    OutlierDetection,
}
