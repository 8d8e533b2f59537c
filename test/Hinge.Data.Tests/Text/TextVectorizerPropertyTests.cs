using CsCheck;
using Hinge.Data.Text;

namespace Hinge.Data.Tests.Text;

/// <summary>Any texts, any options: the same as the plain specification, at any number of threads.</summary>
public sealed class TextVectorizerPropertyTests
{
    private const double FloatRounding = 1e-6;

    // Few letters, so that terms repeat; letters that grow and shrink when lower-cased, marks, digits of all kinds, separators, halves of pairs.
    private static readonly Gen<string> Piece = Gen.OneOf(
        OneOf("a", "b", "ab", "A", "the", "internationalization", "x1", " ", " ", " ", ", ", "\n", "\0", "_", "~", "-"),
        OneOf("é", "e\u0301", "\u0301", "Ⱥ", "\u212A", "İ", "Σς", "ß", "北京", "का", "𝔘", "𐐀", "😀", "½", "٣", "\uD800", "\uDC00", "\uFFFF", "\uE000", "\u200D"),
        Gen.String);

    private static readonly Gen<string?> AnyText = Gen.Frequency((9, Piece.Array[0, 12].Select(pieces => (string?)string.Concat(pieces))), (1, Gen.Const((string?)null)));

    private static readonly Gen<TextOptions> AnyOptions =
        from wordGrams in OneOf((1, 2), (1, 1), (2, 2), (2, 3), (1, 4), (1, 0))
        from characterGrams in OneOf((3, 0), (1, 1), (3, 4), (2, 6))
        from minimum in Gen.Int[1, 3]
        from limit in OneOf<int?>(null, 1, 5)
        from bits in OneOf<int?>(null, null, 1, 4, 12)
        from switches in Gen.Bool.Array[4]
        select new TextOptions
        {
            ShortestWordGram = wordGrams.Item1,
            LongestWordGram = wordGrams.Item2,
            ShortestCharacterGram = characterGrams.Item1,
            LongestCharacterGram = wordGrams.Item2 == 0 && characterGrams.Item2 == 0 ? 4 : characterGrams.Item2,
            MinimumTexts = minimum,
            TermLimit = bits is null ? limit : null,
            HashBits = bits,
            SignsHashes = bits is not null && switches[0],
            DampsCounts = switches[1],
            WeighsByRarity = switches[2],
            ScalesToUnitLength = switches[3],
        };

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(v => values[v]);

    [Fact]
    public void FitTransform_AnyTexts_AgreesWithThePlainSpecification() =>
        Gen.Select(AnyText.Array[1, 30], AnyText.Array[0, 5], AnyOptions).Sample(
            (texts, others, options) =>
            {
                PlainVectorizer plain = new(texts, options);
                if (plain.Terms is [])
                {
                    Assert.Throws<ArgumentException>(() => TextVectorizer.Fit(texts, options));
                    return;
                }
                (TextVectorizer vectorizer, SparseMatrix<float> rows) = TextVectorizer.FitTransform(texts, options);

                Assert.Equal(plain.Terms, vectorizer.FeatureNames);
                Assert.Equal(plain.TextCounts, vectorizer.State.TextCounts);
                AssertRows(plain, texts, rows);
                AssertRows(plain, others, vectorizer.Transform(others));
            },
            iter: 3000);

    [Fact]
    public void FitTransform_AnyThreadsAndOrder_GivesTheSameBits() =>
        Gen.Select(AnyText.Array[1, 4], AnyOptions, Gen.Int[2, 5], Gen.Int).Sample(
            (few, options, threads, seed) =>
            {
                // More texts than a block has, so that several threads have some.
                string?[] texts = [.. Enumerable.Range(0, 900).Select(t => $"{few[(int)((uint)(t * 7919 + seed) % few.Length)]} x y z {t % 5}")];
                (TextVectorizer one, SparseMatrix<float> rows) = TextVectorizer.FitTransform(texts, options with { MinimumTexts = 1 }, threads: 1);
                (TextVectorizer other, SparseMatrix<float> otherRows) = TextVectorizer.FitTransform(texts, options with { MinimumTexts = 1 }, threads);
                TextVectorizer reversed = TextVectorizer.Fit([.. texts.Reverse()], options with { MinimumTexts = 1 }, threads);

                Assert.Equal(one.ToJson(), other.ToJson());
                Assert.Equal(one.ToJson(), reversed.ToJson());
                AssertSame(rows, otherRows);
                AssertSame(rows, one.Transform(texts, threads));
                AssertSame(rows, TextVectorizer.FromJson(one.ToJson()).Transform(texts));
                Assert.Equal(rows.RowColumns(0).ToArray().Zip(rows.RowValues(0).ToArray()), one.Transform(texts[0]));
            },
            iter: 60);

    private static void AssertRows(PlainVectorizer plain, string?[] texts, SparseMatrix<float> rows)
    {
        Assert.Equal(texts.Length, rows.ExampleCount);
        for (int t = 0; t < texts.Length; t++)
        {
            (int Column, double Value)[] expected = plain.Row(texts[t]);
            Assert.Equal(expected.Select(entry => entry.Column), rows.RowColumns(t).ToArray());
            for (int e = 0; e < expected.Length; e++)
                Assert.Equal(expected[e].Value, rows.RowValues(t)[e], FloatRounding * Math.Abs(expected[e].Value));
        }
    }

    private static void AssertSame(SparseMatrix<float> expected, SparseMatrix<float> actual)
    {
        Assert.Equal(expected.RowOffsets.ToArray(), actual.RowOffsets.ToArray());
        Assert.Equal(expected.Columns.ToArray(), actual.Columns.ToArray());
        Assert.Equal(expected.Values.ToArray(), actual.Values.ToArray());
    }
}
