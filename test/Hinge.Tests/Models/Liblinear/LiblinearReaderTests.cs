using CsCheck;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Models.Liblinear;
using Hinge.Testing;

namespace Hinge.Tests.Models.Liblinear;

/// <summary>Models in LIBLINEAR's text: written out by hand, damaged, hostile.</summary>
public sealed class LiblinearReaderTests : IDisposable
{
    private const string ThreeClasses = "solver_type L2R_L2LOSS_SVC_DUAL\nnr_class 3\nlabel 7 -3 12\nnr_feature 2\nbias -1\nw\n1 2 3 \n-4 0.5 1e-3 \n";
    private const string TwoClasses = "solver_type L2R_LR\nnr_class 2\nlabel 4 -1\nnr_feature 2\nbias 0.5\nw\n1 \n-3 \n8 \n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private LinearModel Read(string text) => LiblinearReader.Read(_folder.Write("model", text));

    private void Refused(string text, long? line, params string[] fragments)
    {
        string path = _folder.Write("bad", text);
        BadInput.Survives(() => BadInput.Refused(path, line, () => LiblinearReader.Read(path), fragments), bytes: 1 << 20);
    }

    [Fact]
    public void Read_ThreeClasses_KeepsLabelsInTheirOrderAndWeights()
    {
        LinearModel model = Read(ThreeClasses);

        Assert.Equal(["7", "-3", "12"], model.ClassNames);
        Assert.Equal([1, 2, 3, -4, 0.5, 1e-3], model.Weights.Values.ToArray());
        Assert.Equal((2, 0), (model.FeatureCount, model.Objective.BiasScale));
        Assert.IsType<SquaredOneVsRest>(model.Objective.Loss);
        Assert.Equal("LIBLINEAR (L2R_L2LOSS_SVC_DUAL)", model.Certificate.ImportedFrom);
        Assert.False(model.Certificate.HasDual);
        Assert.Equal(double.PositiveInfinity, model.Certificate.CertifiedLead(1));
    }

    [Fact]
    public void Read_TwoClasses_SplitsTheVectorSoThatItsSignDecidesAndTiesGoToTheSecondLabel()
    {
        LinearModel model = Read(TwoClasses);

        Assert.Equal(["-1", "4"], model.ClassNames);
        Assert.Equal(0.5, model.Objective.BiasScale);
        Assert.IsType<Softmax>(model.Objective.Loss);
        // w·x + 8·0.5 is 4 + 1 − 3, 4 + 2 − 6 and 4 − 6: above 0, 0, below.
        Assert.Equal(["4", "-1", "-1"], model.Predict(new DenseMatrix<float>(3, 2, [1, 1, 2, 2, 0, 2])).Select(j => model.ClassNames[j]));
    }

    [Fact]
    public void Read_TwoClassesOfCrammerAndSinger_HaveAColumnEach()
    {
        LinearModel model = Read("solver_type MCSVM_CS\nnr_class 2\nlabel 1 2\nnr_feature 1\nbias 0\nw\n3 -3 \n5 6 \n");

        Assert.Equal(["1", "2"], model.ClassNames);
        Assert.Equal([3, -3], model.Weights.Values.ToArray());
        Assert.Equal(0, model.Objective.BiasScale);
    }

    [Fact]
    public void Read_LineEndsOfWindowsAndCommaDecimalCulture_GiveTheSame()
    {
        using CommaDecimalCulture comma = new();
        LinearModel model = Read(ThreeClasses.Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal([1, 2, 3, -4, 0.5, 1e-3], model.Weights.Values.ToArray());
        Assert.Equal("-3", model.ClassNames[1]);
    }

    [Fact]
    public void SaveAndLoad_ImportedModel_RemembersWhereItIsFrom()
    {
        string path = _folder.File("imported.hinge");
        Read(TwoClasses).Save(path);
        LinearModel loaded = LinearModel.Load(path);

        Assert.Equal("LIBLINEAR (L2R_LR)", loaded.Certificate.ImportedFrom);
        Assert.Equal(0, loaded.Certificate.ExampleCount);
        Dataset data = new(new DenseMatrix<float>(1, 2, [1, 1]), new Labels([0], loaded.ClassNames));
        Assert.Contains("imported from LIBLINEAR (L2R_LR)", Assert.Throws<ArgumentException>(() => Verification.Of(loaded, data)).Message, StringComparison.Ordinal);
        Assert.Equal(0, Evaluation.Of(loaded, data).CertifiedCount);
    }

    [Theory]
    [InlineData("L2R_L2LOSS_SVR", "regression")]
    [InlineData("L2R_L2LOSS_SVR_DUAL", "regression")]
    [InlineData("L2R_L1LOSS_SVR_DUAL", "regression")]
    [InlineData("ONECLASS_SVM", "outliers")]
    [InlineData("C_SVC", "one of LIBLINEAR 2.3")]
    public void Read_SolverOfAnotherTask_IsRefusedByName(string solver, string why) =>
        Refused(ThreeClasses.Replace("L2R_L2LOSS_SVC_DUAL", solver, StringComparison.Ordinal), 1, solver, why, "-s 0 to 7");

    [Theory]
    [InlineData("nr_class 3", "nr_class 0", 2, "nr_class must be from 1")]
    [InlineData("nr_class 3", "nr_class 2147483647", 2, "nr_class must be from 1")]
    [InlineData("nr_class 3", "nr_class 99999999999", 2, "within 32 bits")]
    [InlineData("nr_class 3", "nr_class 2000000000", 4, "a label must be a whole number")]
    [InlineData("nr_feature 2", "nr_feature 2000000000", 6, "the header must promise fewer")]
    [InlineData("nr_feature 2", "nr_feature -2", 4, "nr_feature must be from 1")]
    [InlineData("7 -3 12", "7 -3 7", 3, "labels must differ")]
    [InlineData("7 -3 12", "7 -3 12.5", 3, "a label must be a whole number")]
    [InlineData("0.5", "0,5", 8, "decimal point; got 0,5")]
    [InlineData("0.5", "nan", 8, "finite", "nan")]
    [InlineData("0.5", "-inf", 8, "finite", "-inf")]
    [InlineData("0.5", "1e999", 8, "finite")]
    [InlineData("bias -1", "bias nan", 5, "bias must be a finite")]
    [InlineData("bias -1", "rho -1", 5, "a line must begin with")]
    [InlineData("1e-3 \n", "1e-3 \n9", 9, "must end after 2×3 weights")]
    public void Read_Nonsense_IsRefusedWithItsLine(string right, string wrong, int line, params string[] fragments) =>
        Refused(ThreeClasses.Replace(right, wrong, StringComparison.Ordinal), line, fragments);

    [Theory]
    [InlineData("nr_feature 2\n")]
    [InlineData("bias -1\n")]
    [InlineData("label 7 -3 12\n")]
    public void Read_LineOfTheHeaderMissing_IsRefused(string line) =>
        Refused(ThreeClasses.Replace(line, "", StringComparison.Ordinal), null, "one is missing");

    [Fact]
    public void Read_ManyFeaturesPromised_TakesNoMoreMemoryThanTheFile() =>
        Refused(ThreeClasses.Replace("nr_feature 2", "nr_feature 500000000", StringComparison.Ordinal), null, "the file ends where a weight must come");

    [Fact]
    public void Read_CutAnywhereBeforeTheLastWeight_IsRefused()
    {
        for (int length = 0; length < ThreeClasses.TrimEnd().Length - "1e-3".Length; length++)
        {
            string path = _folder.Write("cut", ThreeClasses[..length]);
            Assert.Throws<DataFormatException>(() => LiblinearReader.Read(path));
        }
    }

    [Fact]
    public void Read_BatteredFiles_AreReadOrRefused()
    {
        byte[] valid = System.Text.Encoding.ASCII.GetBytes(ThreeClasses);
        string path = _folder.File("battered");
        MutatedBytes.Battered(valid, "0123456789.-e \n").Sample(bytes =>
        {
            File.WriteAllBytes(path, bytes);
            BadInput.Survives(() => LiblinearReader.Read(path), bytes: 1 << 20);
        }, iter: 500, threads: 1);
    }

    [Fact]
    public void IsModel_ByContent_KnowsLiblinearsOwn()
    {
        Assert.True(LiblinearReader.IsModel(_folder.Write("a", ThreeClasses)));
        Assert.False(LiblinearReader.IsModel(_folder.Write("b", "1 1:2\n")));
        Assert.False(LiblinearReader.IsModel(_folder.File("none")));
    }
}
