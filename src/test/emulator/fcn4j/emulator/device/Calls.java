package fcn4j.emulator.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts every call of the emulated libraries and makes chosen ones fail. */
public final class Calls {
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, Map<Integer, Integer>> failures = new HashMap<>();
  private final Map<Integer, Integer> overallFailures = new HashMap<>();
  private final List<String> injected = new ArrayList<>();
  private int total;

  /**
   * Lets a call fail.
   *
   * @param function such as {@code "cuMemAlloc"}
   * @param nth which call of it from now on, from 1
   * @param code the result it returns, without doing its work
   */
  public void failNth(String function, int nth, int code) {
    failures.computeIfAbsent(function, f -> new HashMap<>()).put(count(function) + nth, code);
  }

  /** Lets the nth call from now on fail, whatever it is, with that library's general error. */
  public void failNthOverall(int nth) {
    overallFailures.put(total + nth, 0);
  }

  /** Forgets failures that have not come yet. */
  public void clearFailures() {
    failures.clear();
    overallFailures.clear();
  }

  /** How often a function was called. */
  public int count(String function) {
    return counts.getOrDefault(function, 0);
  }

  /** Every function called with its number of calls. */
  public Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** The number of all calls. */
  public int total() {
    return total;
  }

  /** The calls that were made to fail, in order: {@code "cuMemAlloc #3 -> 2"}. */
  public List<String> injected() {
    return List.copyOf(injected);
  }

  /** Counts a call and returns the error it is to fail with, or 0. */
  public int enter(String function) {
    total++;
    int number = counts.merge(function, 1, Integer::sum);
    Integer code = failures.getOrDefault(function, Map.of()).get(number);
    if (code == null && overallFailures.containsKey(total)) {
      code = generalError(function);
    }
    if (code == null) {
      return 0;
    }
    injected.add(function + " #" + number + " -> " + code);
    return code;
  }

  private static int generalError(String function) {
    return function.startsWith("cudnn") ? 5000 : function.startsWith("cublas") ? 13 : 999;
  }
}
