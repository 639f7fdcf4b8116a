import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.GetSecretValueRequest;
import com.aliyun.teaopenapi.models.Config;

class First {
  public static void main(String[] words) throws Exception {
    Client client =
        new Client(
            new Config()
                .setEndpoint("127.0.0.1:8567")
                .setProtocol("http")
                .setAccessKeyId(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"))
                .setAccessKeySecret(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET")));
    GetSecretValueRequest request = new GetSecretValueRequest().setSecretName("db_cred");
    System.out.println(client.getSecretValue(request).getBody().getSecretData());
  }
}
