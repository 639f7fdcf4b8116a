import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The official Java clients: "tea" drives the generated ones of today (signature V3), "core" those of
 * aliyun-java-sdk-core (signature V1). A line with a call in, a line with what came of it out.
 */
public final class Clients {
  static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** A call as it comes in. */
  static final class Call {
    String product;
    String version;
    String operation;
    Map<String, Object> parameters;
    Map<String, String> credentials;
    String endpoint;

    String scheme() {
      return endpoint.split("://")[0];
    }

    String host() {
      return endpoint.split("://")[1];
    }
  }

  /** The client has no such operation, or no such parameter. */
  static final class Missing extends Exception {
    Missing(String what) {
      super(what);
    }
  }

  /** Answers with the body by the names of the wire, and shows what a program sees of an error. */
  interface Driver {
    Object handle(Call call) throws Exception;

    Map<String, Object> see(Throwable error);
  }

  /** A number without a fraction has none as text. */
  static String text(Object value) {
    if (value instanceof Double && ((Double) value) % 1 == 0) return String.valueOf(((Double) value).longValue());
    return value instanceof Map || value instanceof Iterable ? GSON.toJson(value) : String.valueOf(value);
  }

  static String lower(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** A value as a field or setter of the given type wants it. */
  static Object fitted(Object value, java.lang.reflect.Type type, Gson gson) {
    if (type == String.class) return text(value);
    String json = value instanceof String ? (String) value : gson.toJson(value);
    return gson.fromJson(json, type);
  }

  public static void main(String[] words) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // What clients print of themselves is no answer.
    System.setOut(System.err);
    Driver driver = words[0].equals("core") ? new Core() : new Tea();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Call call = GSON.fromJson(line, new TypeToken<Call>() {}.getType());
      JsonObject reply = new JsonObject();
      try {
        reply.add("body", GSON.toJsonTree(driver.handle(call)));
      } catch (Missing missing) {
        reply.addProperty("missing", true);
      } catch (Throwable thrown) {
        Throwable error = thrown instanceof InvocationTargetException ? thrown.getCause() : thrown;
        Map<String, Object> seen = new LinkedHashMap<>(driver.see(error));
        seen.put("class", error.getClass().getName());
        seen.put("message", String.valueOf(error.getMessage()));
        reply.add("error", GSON.toJsonTree(seen));
      }
      out.println(GSON.toJson(reply));
    }
  }

  private Clients() {}
}
