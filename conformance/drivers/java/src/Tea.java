import com.aliyun.tea.NameInMap;
import com.aliyun.tea.TeaException;
import com.aliyun.tea.TeaModel;
import com.aliyun.teaopenapi.models.Config;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

/** The generated clients: one class for each request and each answer. */
final class Tea implements Clients.Driver {
  private static final Map<String, String> PACKAGES =
      Map.of(
          "Kms", "com.aliyun.kms20160120", "Ram", "com.aliyun.ram20150501", "Sts", "com.aliyun.sts20150401");
  private static final Gson GSON =
      new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.UPPER_CAMEL_CASE).create();

  private Config configOf(Clients.Call call) {
    Config config =
        new Config()
            .setEndpoint(call.host())
            .setProtocol(call.scheme())
            .setAccessKeyId(call.credentials.get("accessKeyId"))
            .setAccessKeySecret(call.credentials.get("accessKeySecret"));
    String token = call.credentials.get("securityToken");
    return token == null ? config : config.setType("sts").setSecurityToken(token);
  }

  private static Field fieldOf(Class<?> request, String name) throws Clients.Missing {
    for (Field field : request.getFields()) {
      NameInMap named = field.getAnnotation(NameInMap.class);
      if (named != null && named.value().equals(name)) return field;
    }
    throw new Clients.Missing("no parameter " + name);
  }

  private static Object requestOf(Class<?> type, Map<String, Object> parameters) throws Exception {
    Object request = type.getDeclaredConstructor().newInstance();
    for (Map.Entry<String, Object> entry : parameters.entrySet()) {
      Field field = fieldOf(type, entry.getKey());
      field.set(request, Clients.fitted(entry.getValue(), field.getGenericType(), GSON));
    }
    return request;
  }

  private static Method methodOf(Class<?> client, String operation) throws Clients.Missing {
    for (Method method : client.getMethods()) {
      if (method.getName().equals(Clients.lower(operation)) && method.getParameterCount() <= 1) return method;
    }
    throw new Clients.Missing("no such operation");
  }

  @Override
  public Object handle(Clients.Call call) throws Exception {
    if (call.product.equals("Credentials")) return credentials(call);
    if (!PACKAGES.containsKey(call.product)) throw new Clients.Missing("no such product");
    Class<?> type = Class.forName(PACKAGES.get(call.product) + ".Client");
    Object client = type.getConstructor(Config.class).newInstance(configOf(call));
    Method method = methodOf(type, call.operation);
    Object answer =
        method.getParameterCount() == 0
            ? method.invoke(client)
            : method.invoke(client, requestOf(method.getParameterTypes()[0], call.parameters));
    return ((TeaModel) answer.getClass().getField("body").get(answer)).toMap();
  }

  private static Object credentials(Clients.Call call) throws Exception {
    com.aliyun.credentials.models.Config config =
        new com.aliyun.credentials.models.Config()
            .setType(call.operation)
            .setSTSEndpoint(call.host())
            .setRoleArn(Clients.text(call.parameters.get("RoleArn")))
            .setRoleSessionName(Clients.text(call.parameters.get("RoleSessionName")));
    if (call.operation.equals("oidc_role_arn")) {
      config.setOidcProviderArn(Clients.text(call.parameters.get("OidcProviderArn")));
      config.setOidcTokenFilePath(Clients.text(call.parameters.get("OidcTokenFilePath")));
    } else {
      config.setAccessKeyId(call.credentials.get("accessKeyId"));
      config.setAccessKeySecret(call.credentials.get("accessKeySecret"));
    }
    com.aliyun.credentials.models.CredentialModel got =
        new com.aliyun.credentials.Client(config).getCredential();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("AccessKeyId", got.getAccessKeyId());
    body.put("AccessKeySecret", got.getAccessKeySecret());
    body.put("SecurityToken", got.getSecurityToken());
    return body;
  }

  @Override
  public Map<String, Object> see(Throwable error) {
    Map<String, Object> seen = new LinkedHashMap<>();
    if (!(error instanceof TeaException)) return seen;
    TeaException answered = (TeaException) error;
    seen.put("code", answered.getCode());
    seen.put("status", answered.getStatusCode());
    if (answered.getData() != null) seen.put("requestId", answered.getData().get("RequestId"));
    return seen;
  }
}
