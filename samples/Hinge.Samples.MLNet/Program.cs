using System.Globalization;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Samples.MLNet;

switch (args)
{
    // Hinge.Samples.MLNet: ML.NET's trainers and Hinge's on the shipped digits.
    case []:
        Comparison.Run("samples/digits.svm", cost: 0.1);
        return 0;
    // Hinge.Samples.MLNet DATA COST: the same on other svmlight text, such as mnist.
    case [string data, string cost]:
        Comparison.Run(data, double.Parse(cost, CultureInfo.InvariantCulture));
        return 0;
    // Hinge.Samples.MLNet load MODEL DATA: what a fresh process makes of a saved model.
    case ["load", string model, string data]:
        Dataset rows = SvmLightReader.Read<float>(data);
        Loading.Run(model, rows);
        return 0;
    default:
        Console.Error.WriteLine("usage: Hinge.Samples.MLNet [DATA COST | load MODEL DATA]");
        return 2;
}
