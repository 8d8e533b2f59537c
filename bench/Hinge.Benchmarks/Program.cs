using BenchmarkDotNet.Running;
using Hinge.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(RowKernelBenchmarks).Assembly).Run(args);
