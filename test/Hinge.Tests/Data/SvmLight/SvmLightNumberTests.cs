using System.Globalization;
using CsCheck;
using Hinge.Data;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>Numbers are rounded correctly to the type read, whatever the number of digits.</summary>
public sealed class SvmLightNumberTests
{
    private static readonly Gen<float> FiniteSingle = Gen.UInt.Select(BitConverter.UInt32BitsToSingle).Where(float.IsFinite);

    private static readonly Gen<double> FiniteDouble = Gen.ULong.Select(BitConverter.UInt64BitsToDouble).Where(double.IsFinite);

    private static float ReadSingle(string number) =>
        ((SparseMatrix<float>)SvmLightReaderTests.Read<float>($"1 1:{number}\n").Features).Values[0];

    private static double ReadDouble(string number) =>
        ((SparseMatrix<double>)SvmLightReaderTests.Read<double>($"1 1:{number}\n").Features).Values[0];

    [Theory]
    [InlineData("R")]
    [InlineData("G9")]
    [InlineData("E8")]
    public void Read_AnyFloatPrinted_IsThatFloat(string format) =>
        FiniteSingle.Sample(value =>
        {
            float read = ReadSingle(value.ToString(format, CultureInfo.InvariantCulture));
            Assert.Equal(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(read));
        });

    [Theory]
    [InlineData("R")]
    [InlineData("G17")]
    [InlineData("E24")]
    public void Read_AnyDoublePrinted_IsThatDouble(string format) =>
        FiniteDouble.Sample(value =>
        {
            double read = ReadDouble(value.ToString(format, CultureInfo.InvariantCulture));
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read));
        });

    [Fact]
    public void Read_TwentyFiveDigitsAsFloat_RoundsOnce() =>
        Gen.Select(Gen.Double[1, 10], Gen.Int[-44, 37], Gen.Bool).Sample((mantissa, exponent, isNegative) =>
        {
            string text = $"{(isNegative ? "-" : "")}{mantissa.ToString("F24", CultureInfo.InvariantCulture)}e{exponent.ToString(CultureInfo.InvariantCulture)}";
            float expected = float.Parse(text, CultureInfo.InvariantCulture);
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(ReadSingle(text)));
        });

    [Theory]
    // Just above the midpoint of 1 and the next float: rounding to double first, then to float, would give 1.
    [InlineData("1.00000005960464477540", 0x3F800001)]
    [InlineData("1.000000059604644775390625", 0x3F800000)]
    [InlineData("1.0000000596046447753906250000000000000000000000000000000001", 0x3F800001)]
    [InlineData("1e-46", 0)]
    [InlineData("1e-45", 1)]
    [InlineData("3.4028235e38", 0x7F7FFFFF)]
    [InlineData("0.000000000000000000000000000000000000000000001e45", 0x3F800000)]
    public void Read_HardToRound_IsRoundedCorrectly(string text, int expectedBits) =>
        Assert.Equal(expectedBits, BitConverter.SingleToInt32Bits(ReadSingle(text)));
}
