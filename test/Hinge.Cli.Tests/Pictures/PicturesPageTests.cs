using Hinge.Testing;

namespace Hinge.Cli.Tests.Pictures;

/// <summary>
/// The pictures of docs/pictures.md are what its commands draw today: they hold the same texts, numbers among them. Places of letters depend on
/// the machine's fonts, and the picture of training on its speed. <c>docs/images/make</c> draws them anew.
/// </summary>
public sealed class PicturesPageTests : Workplace
{
    [Fact]
    public void Pictures_OfThePage_HoldWhatTheCommandsDraw()
    {
        string[] lines = File.ReadAllLines(Digits);
        Write("test.svm", string.Concat(lines.Where((_, i) => (i + 1) % 5 == 0).Select(line => line + "\n")));
        Write("digits.svm", string.Concat(lines.Where((_, i) => (i + 1) % 5 != 0).Select(line => line + "\n")));
        Succeed("train", "digits.svm", "--cost", "0.1", "--gap", "1e-6", "-o", "digits.hinge", "--quiet");
        Succeed("evaluate", "digits.hinge", "test.svm", "--plot", "evaluation.svg", "--quiet");
        Succeed("weights", "digits.hinge", "--shape", "8x8", "--plot", "templates.svg", "--quiet");
        Succeed("explain", "test.svm", "--example", "3", "--model", "digits.hinge", "--plot", "terms.svg", "--quiet");
        Succeed("explain", "test.svm", "--example", "3", "--model", "digits.hinge", "--shape", "8x8", "--plot", "terms-images.svg", "--quiet");
        Succeed("train", RepositoryFile.At("samples", "reviews.csv"), "--label", "rating", "-o", "reviews.hinge", "--quiet");
        Succeed("weights", "reviews.hinge", "--top", "6", "--plot", "words.svg", "--quiet");
        foreach (string name in new[] { "evaluation.svg", "templates.svg", "terms.svg", "terms-images.svg", "words.svg" })
            Assert.Equal(DrawnPicture.Texts(RepositoryFile.At("docs", "images", name)), DrawnPicture.Texts(At(name)));
    }
}
