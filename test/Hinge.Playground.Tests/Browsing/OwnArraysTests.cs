using Hinge.Checking.Diagnosing;
using Hinge.Data.Numpy;
using Hinge.Playground.Programs;
using Hinge.Playground.Sessions;
using Microsoft.Playwright;

namespace Hinge.Playground.Tests.Browsing;

[Collection(BrowserFixture.Collection)]
public sealed class OwnArraysTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Arrays_ChosenTogether_GiveTheReportOfTheDiagnosis()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/programs");
        IPage page = opened.Page;
        await page.SetInputFilesAsync("#own-X", Files("second"));
        await Assertions.Expect(page.Locator("#own-verdict")).ToHaveAttributeAsync("data-verdict", nameof(Verdict.Wrong));
        await Assertions.Expect(page.Locator("#own-verdict ~ [data-mistake=stale-margin]")).ToHaveCountAsync(1);
        Assert.Equal(0, await page.Locator(".own-complaint").CountAsync());
    }

    [Fact]
    public async Task Arrays_ChosenOneByOne_AreFoundRight()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/programs");
        IPage page = opened.Page;
        foreach (FilePayload file in Files("meant"))
        {
            string name = Path.GetFileNameWithoutExtension(file.Name);
            // By itself a file may have any name.
            await page.SetInputFilesAsync($"#own-{name}", new FilePayload { Name = "mine.npy", MimeType = file.MimeType, Buffer = file.Buffer });
            await Assertions.Expect(page.Locator($".slot:has(#own-{name})")).ToContainTextAsync("mine.npy");
        }
        await Assertions.Expect(page.Locator("#own-verdict")).ToHaveAttributeAsync("data-verdict", nameof(Verdict.Correct));
    }

    [Fact]
    public async Task Arrays_Dropped_AreTaken()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/programs");
        IPage page = opened.Page;
        object files = Files("meant").Select(file => new { name = file.Name, bytes = Convert.ToBase64String(file.Buffer) }).ToArray();
        IJSHandle data = await page.EvaluateHandleAsync("""
            files => {
              const transfer = new DataTransfer();
              for (const file of files) transfer.items.add(new File([Uint8Array.from(atob(file.bytes), c => c.charCodeAt(0))], file.name));
              const input = document.getElementById("own-dW");
              input.files = transfer.files;
              input.dispatchEvent(new Event("change", { bubbles: true }));
              return input;
            }
            """, files);
        await Assertions.Expect(page.Locator("#own-verdict")).ToHaveAttributeAsync("data-verdict", nameof(Verdict.Correct));
        await data.DisposeAsync();
    }

    [Fact]
    public async Task BadFile_Chosen_IsAnsweredByTheReadersWords()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/programs");
        IPage page = opened.Page;
        await page.SetInputFilesAsync("#own-W", new FilePayload { Name = "notes.npy", MimeType = "application/octet-stream", Buffer = "these are notes, not numbers"u8.ToArray() });
        await Assertions.Expect(page.Locator(".own-complaint")).ToContainTextAsync("notes.npy: this is no .npy file. Write it with numpy.save.");

        // The header promises more than there is.
        byte[] cut = Files("meant").Single(file => file.Name == "W.npy").Buffer[..^8];
        await page.SetInputFilesAsync("#own-W", new FilePayload { Name = "cut.npy", MimeType = "application/octet-stream", Buffer = cut });
        await Assertions.Expect(page.Locator(".own-complaint")).ToContainTextAsync("cut.npy: the array must have");
        // The page goes on.
        await page.SetInputFilesAsync("#own-X", Files("meant"));
        await Assertions.Expect(page.Locator("#own-verdict")).ToHaveAttributeAsync("data-verdict", nameof(Verdict.Correct));
    }

    [Fact]
    public async Task Arrays_ThatDoNotFit_AreAnsweredByTheShapesWanted()
    {
        await using PlayPage opened = await PlayPage.OpenAsync(fixture, "/programs");
        FilePayload[] files = Files("meant");
        files[1] = new FilePayload { Name = "y.npy", MimeType = "application/octet-stream", Buffer = Bytes([0.0, 1.0], 2) };
        await opened.Page.SetInputFilesAsync("#own-X", files);
        await Assertions.Expect(opened.Page.Locator(".own-complaint")).ToContainTextAsync("y.npy: the labels must be one a row of X.npy");
    }

    /// <summary>The preset's problem at λ = 0 with the gradient of a program of the shelf, in the order X, y, W, dW.</summary>
    private static FilePayload[] Files(string id)
    {
        PlaneAnswer answer = new(PlanePresets.All[0].State with { Lambda = 0 });
        ProgramExamination examined = new(ProgramShelf.For(answer.Data.ExampleCount).Single(entry => entry.Id == id), answer);
        System.Collections.Immutable.ImmutableDictionary<string, Value> input = ProgramShelf.InputOf(answer);
        return
        [
            .. new (string Name, Value Value)[] { ("X", input["X"]), ("y", input["y"]), ("W", input["W"]), ("dW", examined.Run.Gradient) }
                .Select(array => new FilePayload
                {
                    Name = array.Name + ".npy",
                    MimeType = "application/octet-stream",
                    Buffer = array.Value.Rank == 2 ? Bytes(array.Value.Elements.ToArray(), array.Value.Rows, array.Value.Columns) : Bytes(array.Value.Elements.ToArray(), array.Value.Columns),
                }),
        ];
    }

    private static byte[] Bytes(double[] values, params int[] shape)
    {
        using MemoryStream stream = new();
        NpyFile.Write(stream, values, shape);
        return stream.ToArray();
    }
}
