using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hinge.Kernels;
using Hinge.Testing.Probe;

// A child process for the tests that switch an instruction set off: it prints what this process may use, then the bits
// of a fixed set of results, one line each: a name, then every double as 16 hexadecimal digits.
Console.WriteLine($"avx512 {OnOff(Avx512F.IsSupported)}");
Console.WriteLine($"avx2 {OnOff(Avx2.IsSupported)}");
Console.WriteLine($"fma {OnOff(Fma.IsSupported)}");
Console.WriteLine($"vectors {OnOff(Vector128.IsHardwareAccelerated)}");
Console.WriteLine($"kernels {KernelChoice.Description}");
IEnumerable<(string Name, double[] Values)> results = args switch
{
    ["training"] => TrainingResults.All(),
    ["passes"] => PassResults.All(),
    _ => KernelResults.All(),
};
foreach ((string name, double[] values) in results)
{
    string bits = string.Join(' ', values.Select(v => BitConverter.DoubleToInt64Bits(v).ToString("x16", CultureInfo.InvariantCulture)));
    Console.WriteLine($"{name} {bits}");
}

static string OnOff(bool isSupported) => isSupported ? "on" : "off";
