package fcn4j.cli;

import fcn4j.cuda.CudaUnavailableException;
import fcn4j.data.DataException;
import fcn4j.graph.GraphException;
import fcn4j.op.LabelException;
import fcn4j.op.ShapeException;
import fcn4j.op.UnsupportedOpException;
import fcn4j.train.DivergenceException;
import fcn4j.train.TrainException;
import fcn4j.weights.WeightFileException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures are told: a message on standard error, and the exit status. */
final class Failures {
  static final int BAD_INPUT = 2;
  static final int INTERNAL = 1;
  static final String STACK_TRACES = "fcn4j.stacktrace";

  private Failures() {}

  /** Options that can't be parsed. */
  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("fcn4j: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println(
          "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
    }
    return BAD_INPUT;
  }

  /** What a command threw. */
  static int report(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (Boolean.getBoolean(STACK_TRACES)) {
      e.printStackTrace(err);
    }
    if (isBadInput(e)) {
      err.println("fcn4j: " + e.getMessage());
      return BAD_INPUT;
    }
    err.println("fcn4j: " + e);
    err.println(
        "This should not have happened; FCN4J_JAVA_OPTS=-D" + STACK_TRACES + "=true shows where.");
    return INTERNAL;
  }

  private static boolean isBadInput(Exception e) {
    return e instanceof BadInputException
        || e instanceof CudaUnavailableException
        || e instanceof DataException
        || e instanceof TrainException
        || e instanceof DivergenceException
        || e instanceof WeightFileException
        || e instanceof GraphException
        || e instanceof ShapeException
        || e instanceof LabelException
        || e instanceof UnsupportedOpException;
  }
}
