using System.Text;
using CsCheck;
using Hinge.Data.Text;
using Hinge.Testing;

namespace Hinge.Data.Tests.Text;

/// <summary>A stored state that fitting cannot have given is refused, whatever its bytes.</summary>
public sealed class TextVectorizerStateTests
{
    private static readonly TextOptions Everything = new() { LongestCharacterGram = 4, MinimumTexts = 1 };

    private static readonly TextVectorizer Fitted = TextVectorizer.Fit(["the cat", "the çat 𝔘"], Everything);

    private static void Refused(TextVectorizerState state, string fragment)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => TextVectorizer.FromState(state));
        Assert.Contains(fragment, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromState_TermsOutOfOrderOrTwice_AreRefused()
    {
        string[] terms = [.. Fitted.State.Terms!];

        Refused(Fitted.State with { Terms = [terms[1], terms[0], .. terms[2..]] }, "must increase");
        Refused(Fitted.State with { Terms = [terms[0], terms[0], .. terms[2..]] }, "must increase");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a  b")]
    [InlineData("a b ")]
    [InlineData("a b c")]
    [InlineData("~")]
    [InlineData("~abcde")]
    public void FromState_WhatIsNoTermOfTheOptions_IsRefused(string term) =>
        Refused(new() { Options = Everything, TextCount = 3, Terms = [term], TextCounts = [1] }, "one that a text can have");

    [Fact]
    public void FromState_HalfOfASurrogatePair_IsRefused()
    {
        // Not as data of a theory: an attribute holds UTF-8, which has no halves.
        foreach (string term in new[] { "a\uD800", "\uDC00a", "\uD800\uD800" })
            Refused(new() { Options = Everything, TextCount = 3, Terms = [term], TextCounts = [1] }, "one that a text can have");
    }

    [Fact]
    public void FromState_CountsThatFittingCannotGive_AreRefused()
    {
        TextVectorizerState state = new() { Options = new(), TextCount = 3, Terms = ["a", "b"], TextCounts = [2, 3] };

        Assert.Equal(2, TextVectorizer.FromState(state).FeatureCount);
        Refused(state with { TextCounts = [2, 4] }, "[2, 3]; got 4 at 1");
        Refused(state with { TextCounts = [1, 3] }, "[2, 3]; got 1 at 0");
        Refused(state with { TextCounts = [2] }, "one a term, 2; got 1");
        Refused(state with { TextCounts = null }, "beside terms");
        Refused(state with { Terms = null }, "at least one");
        Refused(state with { Terms = [] }, "at least one");
        Refused(state with { TextCount = 0 }, "at least 1");
        Refused(state with { Options = new() { TermLimit = 1 } }, "at most 1");
        Refused(state with { Options = new() { LongestWordGram = 9 } }, "LongestWordGram");
        Refused(state with { Options = new() { HashBits = 1 } }, "left out where they are hashed");
        Refused(state with { Terms = null, TextCounts = null, Options = new() { HashBits = 1 } }, "weighed by their rarity");
        Refused(state with { Terms = null, Options = new() { HashBits = 3 } }, "one a column, 8; got 2");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"options":null,"textCount":1,"terms":["a"],"textCounts":[1]}""")]
    [InlineData("""{"options":{"minimumTexts":1},"textCount":1,"terms":[null],"textCounts":[1]}""")]
    [InlineData("""{"options":{"minimumTexts":1},"textCount":1,"terms":["\ud800"],"textCounts":[1]}""")]
    [InlineData("""{"options":{"minimumTexts":1},"textCount":1,"textCount":2,"terms":["a"],"textCounts":[1]}""")]
    [InlineData("""{"options":{"minimumTexts":1,"stems":true},"textCount":1,"terms":["a"],"textCounts":[1]}""")]
    [InlineData("""{"options":{"hashBits":30},"textCount":1}""")]
    public void FromJson_WhatIsNoState_IsRefused(string json) =>
        Assert.Contains("must", Assert.Throws<ArgumentException>(() => TextVectorizer.FromJson(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void FromJson_MutatedState_IsRefusedOrWorks() =>
        MutatedBytes.Of(Fitted.ToJson(), "\"[]{},:\\0129 ~").Sample(
            json =>
            {
                try
                {
                    TextVectorizer vectorizer = TextVectorizer.FromJson(json);
                    Assert.All(vectorizer.Transform("the cat çat"), entry => Assert.InRange(entry.Column, 0, vectorizer.FeatureCount - 1));
                }
                catch (ArgumentException e)
                {
                    Assert.Contains("must", e.Message, StringComparison.Ordinal);
                }
            },
            iter: 5000);
}
