package fcn4j.emulator.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The objects that the program holds by handle, with the place where each was made. */
public final class Handles {
  private static final long FIRST = 0x7000_0000_0000L;

  private final Map<Long, Entry> entries = new TreeMap<>();
  private long next = FIRST;

  private record Entry(String kind, Object object, String maker) {}

  /** Registers an object and returns its handle. */
  public long add(String kind, Object object) {
    next += 0x100;
    entries.put(next, new Entry(kind, object, maker()));
    return next;
  }

  /** The object of a handle, or null where the handle is unknown or of another type. */
  public <T> @Nullable T find(long handle, Class<T> type) {
    Entry entry = entries.get(handle);
    return entry != null && type.isInstance(entry.object()) ? type.cast(entry.object()) : null;
  }

  /** Removes a handle; returns its object, or null where there is none of that type. */
  public <T> @Nullable T remove(long handle, Class<T> type) {
    T found = find(handle, type);
    if (found != null) {
      entries.remove(handle);
    }
    return found;
  }

  /** All objects of a type, oldest first. */
  public <T> List<T> all(Class<T> type) {
    List<T> all = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (type.isInstance(entry.object())) {
        all.add(type.cast(entry.object()));
      }
    }
    return all;
  }

  /** What is still held, one line each. */
  public List<String> leaks() {
    return entries.values().stream().map(e -> e.kind() + " made at " + e.maker()).toList();
  }

  /** The first caller outside the emulator and its stand-ins. */
  public static String maker() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .filter(f -> !f.getClassName().startsWith("jcuda."))
                .filter(f -> !f.getClassName().startsWith(emulatorPackage()))
                .findFirst())
        .map(StackWalker.StackFrame::toString)
        .orElse("an unknown place");
  }

  private static String emulatorPackage() {
    return Handles.class.getPackageName().replace(".device", ".");
  }
}
