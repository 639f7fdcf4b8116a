import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.kms.model.v20160120.GetSecretValueRequest;
import com.aliyuncs.profile.DefaultProfile;

class First {
  public static void main(String[] words) throws Exception {
    String id = System.getenv("ALIBABA_CLOUD_ACCESS_KEY_ID");
    String secret = System.getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    DefaultAcsClient client = new DefaultAcsClient(DefaultProfile.getProfile("cn-hangzhou", id, secret));
    GetSecretValueRequest request = new GetSecretValueRequest();
    request.setSysEndpoint("127.0.0.1:8567");
    request.setSysProtocol(ProtocolType.HTTP);
    request.setSecretName("db_cred");
    System.out.println(client.getAcsResponse(request).getSecretData());
  }
}
