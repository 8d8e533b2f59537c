using Hinge.Cli;
using Hinge.Cli.Native;

InstructionSets.RunBest(args);
PortablePart.RunInstead = () => PortableTool.RunInstead(args);
return HingeCommand.Run(args);
