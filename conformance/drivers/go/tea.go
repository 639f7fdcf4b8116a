package main

import (
	"encoding/json"
	"reflect"
	"strings"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	kms "github.com/alibabacloud-go/kms-20160120/v3/client"
	util "github.com/alibabacloud-go/tea-utils/v2/service"
	"github.com/alibabacloud-go/tea/tea"
	"github.com/aliyun/credentials-go/credentials"
)

func configOf(c call) *openapi.Config {
	scheme, host := c.place()
	config := &openapi.Config{
		Endpoint:        tea.String(host),
		Protocol:        tea.String(scheme),
		AccessKeyId:     tea.String(c.Credentials.AccessKeyId),
		AccessKeySecret: tea.String(c.Credentials.AccessKeySecret),
	}
	if c.Credentials.SecurityToken != "" {
		config.Type = tea.String("sts")
		config.SecurityToken = tea.String(c.Credentials.SecurityToken)
	}
	return config
}

// fitted is a value as the field's type wants it: text, number, boolean, list or map.
func fitted(value interface{}, kind reflect.Type) interface{} {
	for kind.Kind() == reflect.Ptr {
		kind = kind.Elem()
	}
	given, isText := value.(string)
	switch kind.Kind() {
	case reflect.String:
		return text(value)
	case reflect.Slice, reflect.Map, reflect.Int32, reflect.Int64, reflect.Bool:
		var parsed interface{}
		if isText && json.Unmarshal([]byte(given), &parsed) == nil {
			return parsed
		}
	}
	return value
}

func fillTea(request interface{}, parameters map[string]interface{}) error {
	shape := reflect.TypeOf(request).Elem()
	wanted := map[string]interface{}{}
	for name, value := range parameters {
		field, has := shape.FieldByName(name)
		if !has {
			return errMissing{"no parameter " + name}
		}
		wanted[name] = fitted(value, field.Type)
	}
	bytes, err := json.Marshal(wanted)
	if err != nil {
		return err
	}
	return json.Unmarshal(bytes, request)
}

func handleTea(c call) (interface{}, error) {
	switch c.Product {
	case "Kms":
		return handleKms(c)
	case "Credentials":
		return handleCredentials(c)
	}
	return handleGeneric(c)
}

func handleKms(c call) (interface{}, error) {
	client, err := kms.NewClient(configOf(c))
	if err != nil {
		return nil, err
	}
	method := reflect.ValueOf(client).MethodByName(c.Operation)
	if !method.IsValid() {
		return nil, errMissing{"no such operation"}
	}
	arguments := []reflect.Value{}
	if method.Type().NumIn() > 0 {
		request := reflect.New(method.Type().In(0).Elem())
		if err := fillTea(request.Interface(), c.Parameters); err != nil {
			return nil, err
		}
		arguments = append(arguments, request)
	}
	results := method.Call(arguments)
	if err := errorOf(results); err != nil {
		return nil, err
	}
	return results[0].Elem().FieldByName("Body").Interface(), nil
}

// handleGeneric calls RAM and STS by the client that the generated ones are built on.
func handleGeneric(c call) (interface{}, error) {
	client, err := openapi.NewClient(configOf(c))
	if err != nil {
		return nil, err
	}
	query := map[string]*string{}
	for name, value := range c.Parameters {
		query[name] = tea.String(text(value))
	}
	params := &openapi.Params{
		Action: tea.String(c.Operation), Version: tea.String(c.Version), Pathname: tea.String("/"),
		Protocol: tea.String(strings.ToUpper(*client.Protocol)), Method: tea.String("POST"),
		AuthType: tea.String("AK"), Style: tea.String("RPC"),
		ReqBodyType: tea.String("formData"), BodyType: tea.String("json"),
	}
	request := &openapi.OpenApiRequest{Query: query}
	answer, err := client.CallApi(params, request, &util.RuntimeOptions{})
	if err != nil {
		return nil, err
	}
	return answer["body"], nil
}

func handleCredentials(c call) (interface{}, error) {
	_, host := c.place()
	config := &credentials.Config{
		Type:            tea.String(c.Operation),
		STSEndpoint:     tea.String(host),
		RoleArn:         tea.String(text(c.Parameters["RoleArn"])),
		RoleSessionName: tea.String(text(c.Parameters["RoleSessionName"])),
	}
	if c.Operation == "oidc_role_arn" {
		config.OIDCProviderArn = tea.String(text(c.Parameters["OidcProviderArn"]))
		config.OIDCTokenFilePath = tea.String(text(c.Parameters["OidcTokenFilePath"]))
	} else {
		config.AccessKeyId = tea.String(c.Credentials.AccessKeyId)
		config.AccessKeySecret = tea.String(c.Credentials.AccessKeySecret)
	}
	provider, err := credentials.NewCredential(config)
	if err != nil {
		return nil, err
	}
	got, err := provider.GetCredential()
	if err != nil {
		return nil, err
	}
	return map[string]interface{}{
		"AccessKeyId":     got.AccessKeyId,
		"AccessKeySecret": got.AccessKeySecret,
		"SecurityToken":   got.SecurityToken,
	}, nil
}

func seeTea(err error) seen {
	answered, is := err.(*tea.SDKError)
	if !is {
		return seen{}
	}
	shown := seen{Code: tea.StringValue(answered.Code), Status: tea.IntValue(answered.StatusCode)}
	var data struct{ RequestId string }
	if json.Unmarshal([]byte(tea.StringValue(answered.Data)), &data) == nil {
		shown.RequestId = data.RequestId
	}
	return shown
}

