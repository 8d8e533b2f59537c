using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using Hinge.Data.SvmLight;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>What is read fast is what .NET's parsers read, to the bit; the rest is left alone.</summary>
public sealed class DecimalNumberTests
{
    private static readonly Gen<string> Digits = Gen.Char["0123456789"].Array[0, 12].Select(c => new string(c));

    private static readonly Gen<string> Exponent = Gen.Frequency(
        (3, Gen.Const("")), (1, Gen.Int[-30, 30].Select(e => string.Create(CultureInfo.InvariantCulture, $"e{e}"))), (1, OneOf("E+5", "e-07", "e010", "E0", "e")));

    private static readonly Gen<string> Decimal =
        Gen.Select(OneOf("", "-", "+"), Digits, OneOf(".", ""), Digits, Exponent, (sign, whole, point, rest, exponent) => sign + whole + point + rest + exponent);

    private static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    /// <summary>Where read, the value is .NET's; returns whether it was read.</summary>
    private static bool AssertRight(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        int end = 0, endOfDouble = 0;
        bool isRead = DecimalNumber.TryRead(bytes, ref end, out float value), isReadAsDouble = DecimalNumber.TryRead(bytes, ref endOfDouble, out double number);
        if (isRead) Assert.Equal(BitConverter.SingleToInt32Bits(float.Parse(bytes.AsSpan(0, end), CultureInfo.InvariantCulture)), BitConverter.SingleToInt32Bits(value));
        if (isReadAsDouble) Assert.Equal(BitConverter.DoubleToInt64Bits(double.Parse(bytes.AsSpan(0, endOfDouble), CultureInfo.InvariantCulture)), BitConverter.DoubleToInt64Bits(number));
        Assert.Equal(isRead ? bytes.Length : 0, end);
        Assert.Equal(isReadAsDouble ? bytes.Length : 0, endOfDouble);
        return isRead;
    }

    [Fact]
    public void TryRead_RandomDecimals_AreDotNets() => Decimal.Sample(text => { AssertRight(text); }, iter: 2_000_000);

    [Fact]
    public void TryRead_PrintedFloats_AreReadBack() =>
        Gen.Float[1e-5f, 1e6f].Sample(x =>
        {
            // Nine digits tell floats apart; seventeen are what a double printed has.
            Assert.True(AssertRight(x.ToString("R", CultureInfo.InvariantCulture)));
            AssertRight(((double)x + x * 1e-9).ToString("R", CultureInfo.InvariantCulture));
        }, iter: 500_000);

    [Fact]
    public void TryRead_BesideMidpointsOfFloats_RoundsOnce() =>
        Gen.Select(Gen.Int[0, (1 << 23) - 1], Gen.Int[-20, 40], Gen.Int[-3, 3], Gen.Bool).Sample((mantissa, exponent, off, isNegative) =>
        {
            // The midpoint of two floats has 25 bits; with eighteen digits, the decimals next to it differ from it by less than a double tells.
            BigInteger midpoint = 2 * ((1 << 23) + (BigInteger)mantissa) + 1;
            int places = 0;
            while (exponent < 0 ? BigInteger.Pow(10, places) * midpoint < BigInteger.Pow(10, 17) << -exponent : (midpoint << exponent) * BigInteger.Pow(10, places) < BigInteger.Pow(10, 17))
                places++;
            BigInteger scaled = midpoint * BigInteger.Pow(10, places);
            scaled = (exponent < 0 ? scaled >> -exponent : scaled << exponent) + off;
            AssertRight(string.Create(CultureInfo.InvariantCulture, $"{(isNegative ? "-" : "")}{scaled}e-{places}"));
        }, iter: 500_000);

    [Fact]
    public void TryRead_ShortDecimalsBesideMidpoints_RoundOnce()
    {
        // Of 16777217 to 16777219 every second is a midpoint, exactly.
        for (int i = 16_777_200; i < 16_800_000; i++)
        {
            string whole = i.ToString(CultureInfo.InvariantCulture);
            AssertRight(whole);
            AssertRight(whole + ".000000001");
            AssertRight((i - 1).ToString(CultureInfo.InvariantCulture) + ".999999999");
        }
        Assert.False(AssertRight("16777217"));
        Assert.True(AssertRight("16777218"));
    }

    [Fact]
    public void TryRead_IntegersBesideTwoToThe53_AreRightOrLeft()
    {
        for (long i = (1L << 53) - 1000; i <= (1L << 53) + 1000; i++)
            for (int exponent = -23; exponent <= 23; exponent++)
                AssertRight(string.Create(CultureInfo.InvariantCulture, $"{i}e{exponent}"));
        Assert.True(AssertRight("9007199254740992"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0.0")]
    [InlineData("1")]
    [InlineData("0.011764706")]
    [InlineData("-123.456e-7")]
    [InlineData("123456789012345678")]
    [InlineData("5.")]
    [InlineData(".5")]
    public void TryRead_EasyNumber_IsRead(string text) => Assert.True(AssertRight(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+.")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1234")]
    [InlineData("1e23")]
    [InlineData("1e-23")]
    [InlineData("1234567890123456789")]
    [InlineData("123456789012345678e22")]
    [InlineData("nan")]
    [InlineData("--1")]
    public void TryRead_OtherText_IsLeft(string text) => Assert.False(AssertRight(text));

    [Theory]
    [InlineData("1.5 2:1", 3)]
    [InlineData("12345678.12345678x", 17)]
    [InlineData("0.1234567/", 9)]
    [InlineData("0.1234567:", 9)]
    [InlineData("0.123.4", 5)]
    public void TryRead_TextBehindANumber_IsNotPartOfIt(string text, int expectedEnd)
    {
        int end = 0;

        Assert.True(DecimalNumber.TryRead(Encoding.ASCII.GetBytes(text), ref end, out double value));

        Assert.Equal(expectedEnd, end);
        Assert.Equal(double.Parse(text[..expectedEnd], CultureInfo.InvariantCulture), value);
    }
}
