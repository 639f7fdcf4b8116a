import com.aliyuncs.AcsRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.RpcAcsRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.lang.reflect.Method;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;

/** aliyun-java-sdk-core with the request classes of KMS, RAM and STS. */
final class Core implements Clients.Driver {
  private static final Map<String, String> PACKAGES =
      Map.of(
          "Kms", "com.aliyuncs.kms.model.v20160120.",
          "Ram", "com.aliyuncs.ram.model.v20150501.",
          "Sts", "com.aliyuncs.sts.model.v20150401.");
  private static final Gson GSON =
      new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.UPPER_CAMEL_CASE).create();

  private static DefaultAcsClient clientOf(Map<String, String> keys) {
    String id = keys.get("accessKeyId");
    String secret = keys.get("accessKeySecret");
    String token = keys.get("securityToken");
    return new DefaultAcsClient(
        token == null
            ? DefaultProfile.getProfile("cn-hangzhou", id, secret)
            : DefaultProfile.getProfile("cn-hangzhou", id, secret, token));
  }

  /** Lists have setters in the plural: setTags fills Tag.1. */
  private static Method setterOf(Class<?> request, String name) throws Clients.Missing {
    for (String one : List.of("set" + name, "set" + name + "s")) {
      for (Method method : request.getMethods()) {
        if (method.getName().equals(one) && method.getParameterCount() == 1) return method;
      }
    }
    throw new Clients.Missing("no parameter " + name);
  }

  private static void fill(AcsRequest<?> request, Map<String, Object> parameters) throws Exception {
    for (Map.Entry<String, Object> entry : parameters.entrySet()) {
      if (entry.getKey().equals("RegionId")) continue;
      Method setter = setterOf(request.getClass(), entry.getKey());
      setter.invoke(
          request, Clients.fitted(entry.getValue(), setter.getGenericParameterTypes()[0], GSON));
    }
  }

  @Override
  public Object handle(Clients.Call call) throws Exception {
    AcsRequest<?> request;
    try {
      Class<?> type = Class.forName(PACKAGES.get(call.product) + call.operation + "Request");
      request = (RpcAcsRequest<?>) type.getDeclaredConstructor().newInstance();
    } catch (ClassNotFoundException none) {
      throw new Clients.Missing("no such operation");
    }
    request.setSysEndpoint(call.host());
    request.setSysProtocol(call.scheme().equals("https") ? ProtocolType.HTTPS : ProtocolType.HTTP);
    fill(request, call.parameters);
    return GSON.toJsonTree(clientOf(call.credentials).getAcsResponse(request));
  }

  @Override
  public Map<String, Object> see(Throwable error) {
    Map<String, Object> seen = new LinkedHashMap<>();
    if (!(error instanceof ClientException)) return seen;
    seen.put("code", ((ClientException) error).getErrCode());
    seen.put("requestId", ((ClientException) error).getRequestId());
    return seen;
  }
}
