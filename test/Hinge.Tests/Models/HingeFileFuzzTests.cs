using CsCheck;
using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Training.Ascending;
using Hinge.Training.Checkpoints;

namespace Hinge.Tests.Models;

/// <summary>
/// Whatever the bytes of a model, of duals or of a checkpoint, reading gives what was asked for or a <see cref="DataFormatException"/>, in bounded
/// memory. The checksum keeps out accidents; those who forge it too find what lies behind it as careful.
/// </summary>
public sealed class HingeFileFuzzTests : IDisposable
{
    private const long Fixed = 4 << 20;

    private const string Telling = "{}[]\",:.0123456789eE-+ntf";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_BatteredModel_OnlyDataFormatException()
    {
        string path = _folder.File("whole.hinge");
        HandMade.Train(new Objective { BiasScale = 1 }).Model.Save(path);
        Batter(File.ReadAllBytes(path), file => LinearModel.Load(file), iterations: 1500);
    }

    [Fact]
    public void Read_BatteredDuals_OnlyDataFormatException()
    {
        string path = _folder.File("whole.duals");
        TrainingResult result = HandMade.Train();
        DualFile.Write(path, result.Duals, result.Certificate.Fingerprint);
        Batter(File.ReadAllBytes(path), file => DualFile.Read(file, 9, 3), iterations: 1500);
    }

    [Fact]
    public void Resume_BatteredCheckpoint_OnlyDataFormatException()
    {
        string path = _folder.File("whole.checkpoint");
        Resume(path, epochs: 3);
        Batter(File.ReadAllBytes(path), file => Resume(file, epochs: 6), iterations: 300);
    }

    /// <summary>Found by the test above: a count of scans from which counting on turned negative, so that the next checkpoint could not be written.</summary>
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void Restore_CountOfScansThatCannotBe_IsRefused(int count)
    {
        MemoryStream state = new();
        StateWriter writer = new(state);
        writer.Number(ref count);
        writer.Numbers(new double[8]);
        state.Position = 0;

        Assert.Contains("scans", Assert.Throws<ArgumentException>(() => new Pace().Exchange(new StateReader(state, state.Length))).Message, StringComparison.Ordinal);
    }

    private static void Resume(string path, int epochs) =>
        new DualCoordinateAscent().Train(HandMade.Data(), new Objective(), new TrainingOptions
        {
            RelativeGap = 1e-12,
            EpochLimit = epochs,
            Threads = 1,
            Checkpoint = new CheckpointOptions { Path = path, Every = TimeSpan.Zero, Resume = true },
        });

    /// <summary>The file as a whole, and its metadata and numbers under a right checksum.</summary>
    private void Batter(byte[] whole, Action<string> read, int iterations)
    {
        MutatedBytes.Battered(whole, Telling).Sample(Survives, iter: iterations);
        MutatedBytes.Battered(new HingeFileBytes(whole).Metadata, Telling).Select(metadata => new HingeFileBytes(whole) { Metadata = metadata }.ToArray()).Sample(Survives, iter: iterations);
        MutatedBytes.Battered(new HingeFileBytes(whole).Payload, "").Select(payload => new HingeFileBytes(whole) { Payload = payload }.ToArray()).Sample(Survives, iter: iterations);

        void Survives(byte[] bytes)
        {
            // One file a thread: samples run side by side.
            string path = _folder.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}.bytes"), bytes);
            BadInput.Survives(() => read(path), Fixed + 100 * bytes.Length);
        }
    }
}
