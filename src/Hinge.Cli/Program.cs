return Hinge.Cli.HingeCommand.Run(args);
