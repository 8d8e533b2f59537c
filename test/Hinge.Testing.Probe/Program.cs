using System.Globalization;
using System.Runtime.Intrinsics.X86;
using Hinge.Kernels;
using Hinge.Testing.Probe;

// A child process for the tests that switch an instruction set off: it prints what this process may use, then the bits
// of a fixed set of results, one line each: a name, then every double as 16 hexadecimal digits.
Console.WriteLine($"avx512 {(Avx512F.IsSupported ? "on" : "off")}");
Console.WriteLine($"fma {(Fma.IsSupported ? "on" : "off")}");
Console.WriteLine($"kernels {KernelChoice.Description}");
foreach ((string name, double[] values) in args is ["training"] ? TrainingResults.All() : KernelResults.All())
{
    string bits = string.Join(' ', values.Select(v => BitConverter.DoubleToInt64Bits(v).ToString("x16", CultureInfo.InvariantCulture)));
    Console.WriteLine($"{name} {bits}");
}
