using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;

Dataset digits = SvmLightReader.Read<float>("samples/digits.svm");
(Dataset train, Dataset test) = digits.Split(testShare: 0.2, seed: 1);

Objective objective = new() { Cost = 0.1 };
TrainingResult result = new DualCoordinateAscent().Train(train, objective, new TrainingOptions { RelativeGap = 1e-6 });

Evaluation evaluation = Evaluation.Of(result.Model, test);
Console.WriteLine(objective.Formula(train.ExampleCount));
Console.WriteLine($"accuracy {evaluation.Accuracy:P1}, certified {evaluation.CertifiedShare:P1}");
Console.WriteLine($"primal {result.Certificate.Primal:F6}, dual {result.Certificate.Dual:F6}, relative gap {result.Certificate.RelativeGap:E1}");
