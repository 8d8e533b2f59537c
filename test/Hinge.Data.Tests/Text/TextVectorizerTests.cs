using System.Text;
using Hinge.Data.Text;

namespace Hinge.Data.Tests.Text;

/// <summary>Terms and weights worked out by hand.</summary>
public sealed class TextVectorizerTests
{
    private static readonly string?[] Texts = ["The cat sat.", "the CAT, the dog", null, "a dog"];

    [Fact]
    public void Fit_FourTexts_KeepsTermsOfTwoInOrder()
    {
        TextVectorizer vectorizer = TextVectorizer.Fit(Texts);

        Assert.Equal(["cat", "dog", "the", "the cat"], vectorizer.FeatureNames);
        Assert.Equal([2, 2, 2, 2], vectorizer.State.TextCounts);
        Assert.Equal(4, vectorizer.State.TextCount);
    }

    [Fact]
    public void Transform_RepeatedWord_FollowsTheFormula()
    {
        TextVectorizer vectorizer = TextVectorizer.Fit(Texts, new TextOptions { ScalesToUnitLength = false });

        (int Column, float Value)[] row = vectorizer.Transform("the cat and the");

        double idf = 1 + Math.Log(5.0 / 3);
        Assert.Equal([(0, (float)idf), (2, (float)((1 + Math.Log(2)) * idf)), (3, (float)idf)], row);
    }

    [Fact]
    public void Transform_Default_ScalesRowsToUnitLength()
    {
        (TextVectorizer vectorizer, SparseMatrix<float> rows) = TextVectorizer.FitTransform(Texts);

        // Every term is in two texts, so that the idf is one factor of all and cancels.
        double the = 1 + Math.Log(2), length = Math.Sqrt(the * the + 3);
        Assert.Equal([0, 1, 2, 3], rows.RowColumns(1).ToArray());
        Assert.Equal([(float)(1 / length), (float)(1 / length), (float)(the / length), (float)(1 / length)], rows.RowValues(1).ToArray());
        Assert.Equal(0, rows.RowColumns(2).Length);
        Assert.Equal([(1, 1f)], vectorizer.Transform("dog"));
    }

    [Fact]
    public void Fit_CharacterTerms_AreTakenFromPaddedWords()
    {
        TextVectorizer vectorizer = TextVectorizer.Fit(["ab i"], new TextOptions { LongestWordGram = 0, ShortestCharacterGram = 3, LongestCharacterGram = 4, MinimumTexts = 1 });

        Assert.Equal(["~ ab", "~ ab ", "~ i ", "~ab "], vectorizer.FeatureNames);
    }

    [Fact]
    public void FromJson_OfToJson_GivesTheSameRows()
    {
        TextVectorizer vectorizer = TextVectorizer.Fit(Texts);

        TextVectorizer again = TextVectorizer.FromJson(vectorizer.ToJson());

        Assert.Equal(vectorizer.Transform("the cat sat on the dog"), again.Transform("the cat sat on the dog"));
        Assert.Equal(Encoding.UTF8.GetString(vectorizer.ToJson()), Encoding.UTF8.GetString(again.ToJson()));
    }
}
