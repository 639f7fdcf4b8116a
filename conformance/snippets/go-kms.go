package main

import (
	"fmt"
	"os"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	kms "github.com/alibabacloud-go/kms-20160120/v3/client"
	"github.com/alibabacloud-go/tea/tea"
)

func main() {
	client, err := kms.NewClient(&openapi.Config{
		Endpoint:        tea.String("127.0.0.1:8567"),
		Protocol:        tea.String("http"),
		AccessKeyId:     tea.String(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_ID")),
		AccessKeySecret: tea.String(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET")),
	})
	if err != nil {
		panic(err)
	}
	answer, err := client.GetSecretValue(&kms.GetSecretValueRequest{SecretName: tea.String("db_cred")})
	if err != nil {
		panic(err)
	}
	fmt.Println(*answer.Body.SecretData)
}
