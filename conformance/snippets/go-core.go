package main

import (
	"fmt"
	"os"

	"github.com/aliyun/alibaba-cloud-sdk-go/services/kms"
)

func main() {
	client, err := kms.NewClientWithAccessKey("cn-hangzhou",
		os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"), os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET"))
	if err != nil {
		panic(err)
	}
	client.Domain = "127.0.0.1:8567"
	request := kms.CreateGetSecretValueRequest()
	request.Scheme = "http"
	request.SecretName = "db_cred"
	answer, err := client.GetSecretValue(request)
	if err != nil {
		panic(err)
	}
	fmt.Println(answer.SecretData)
}
