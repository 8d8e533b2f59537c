using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Hinge.Data.Featurization;
using Hinge.Data.Tests.Tables;
using Hinge.Testing;

namespace Hinge.Data.Tests.Featurization;

/// <summary>Featurizations in models: read back as they were written, and nothing trusted.</summary>
public sealed class FeaturizerJsonTests : TableFolder
{
    private readonly Dataset _data;

    public FeaturizerJsonTests() => _data = TrainText(
        "a,c,body,flag,day,label\n1,r,good thing,true,2026-01-02,x\n,g,bad thing,false,2025-02-03 10:00,y\n3,r,good stuff,true,,x\n",
        options: new() { Category = ["c"], Text = ["body"] });

    // A text of its own is read; the very text that a featurizer wrote is known.
    private Featurizer Parse(string json) => Featurizer.Parse("m.hinge", new string(json.AsSpan()), _data.Features.FeatureCount);

    [Fact]
    public void Parse_WhatWasWritten_IsTheSame()
    {
        Featurizer read = Parse(_data.Featurization!);

        Assert.Equal(_data.Featurization, read.ToJson());
        Assert.Equal(_data.FeatureNames, read.FeatureNames());
        Assert.Equal(_data.Fingerprint(), Like(_data, Folder.File("t.csv")).Fingerprint());
    }

    [Fact]
    public void Parse_TheVeryTextOfAFeaturizer_IsThatFeaturizer()
    {
        Featurizer read = Parse(_data.Featurization!);

        Assert.Same(read, Featurizer.Parse("m.hinge", read.ToJson(), _data.Features.FeatureCount));
        BadInput.Refused("m.hinge", null, () => Featurizer.Parse("m.hinge", read.ToJson(), _data.Features.FeatureCount + 1), "features, and the model has");
    }

    [Theory]
    [InlineData("$.version", "2", "version")]
    [InlineData("$.columns", "[]", "no column")]
    [InlineData("$.columns[0].kind", "\"system\"", "damaged")]
    [InlineData("$.columns[0].name", "null", "damaged")]
    [InlineData("$.columns[0].name", "\"c\"", "twice")]
    [InlineData("$.columns[0].scaling.divisor", "0", "divide")]
    [InlineData("$.columns[0].scaling.divisor", "-1", "divide")]
    [InlineData("$.columns[0].scaling.mean", "1e999", "damaged")]
    [InlineData("$.columns[0].hasMissing", "false", "features, and the model has")]
    [InlineData("$.columns[1].values", "[\"g\"]", "features, and the model has")]
    [InlineData("$.columns[1].values", "[\"r\", \"g\"]", "in order")]
    [InlineData("$.columns[1].values", "[\"g\", null]", "every category")]
    [InlineData("$.columns[1].values", "null", "damaged")]
    [InlineData("$.columns[2].terms.options.hashBits", "31", "damaged")]
    [InlineData("$.columns[2].terms.terms", "[\"b\", \"a\"]", "damaged")]
    [InlineData("$.columns[3].trueShare", "7", "share")]
    [InlineData("$.extra", "1", "damaged")]
    [InlineData("$.columns[0]", "{\"kind\":\"embedding\",\"name\":\"v\",\"length\":2147483647}", "damaged")]
    [InlineData("$.columns[0]", "{\"kind\":\"embedding\",\"name\":\"v\",\"length\":-1}", "damaged")]
    [InlineData("$.columns[0]", "null", "damaged")]
    public void Parse_WhatNoFittingGives_IsRefused(string path, string value, string problem)
    {
        JsonNode json = JsonNode.Parse(_data.Featurization!)!;
        string[] steps = path.Split('.', '[', ']').Where(step => step.Length > 0).Skip(1).ToArray();
        JsonNode at = steps[..^1].Aggregate(json, (node, step) => int.TryParse(step, out int index) ? node[index]! : node[step]!);
        if (int.TryParse(steps[^1], out int last)) at[last] = value == "1e999" ? null : JsonNode.Parse(value);
        else at[steps[^1]] = value == "1e999" ? JsonNode.Parse("\"1e999\"") : JsonNode.Parse(value);

        BadInput.Refused("m.hinge", null, () => Parse(json.ToJsonString()), "featurization", problem);
    }

    [Fact]
    public void Parse_MutatedJson_OnlyDataFormatException()
    {
        byte[] valid = Encoding.UTF8.GetBytes(_data.Featurization!);
        MutatedBytes.Of(valid, "{}[]\",:0123456789nulltruefalse").Sample(bytes => BadInput.Survives(() => Parse(Encoding.UTF8.GetString(bytes)), (4 << 20) + 400L * bytes.Length), iter: 3000);
    }
}
