package fcn4j.emulator.exec;

/** Lanes that wait at the same place. */
final class LaneList {
  final int[] lanes;
  int count;

  LaneList(int threads) {
    lanes = new int[threads];
  }

  void add(int lane) {
    lanes[count++] = lane;
  }

  void addAll(int[] from, int number) {
    System.arraycopy(from, 0, lanes, count, number);
    count += number;
  }
}
