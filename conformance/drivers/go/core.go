package main

import (
	"reflect"
	"strings"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/kms"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ram"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/sts"
)

const region = "cn-hangzhou"

func coreClient(c call) (interface{}, error) {
	k := c.Credentials
	switch c.Product {
	case "Kms":
		if k.SecurityToken != "" {
			return kms.NewClientWithStsToken(region, k.AccessKeyId, k.AccessKeySecret, k.SecurityToken)
		}
		return kms.NewClientWithAccessKey(region, k.AccessKeyId, k.AccessKeySecret)
	case "Ram":
		return ram.NewClientWithAccessKey(region, k.AccessKeyId, k.AccessKeySecret)
	case "Sts":
		if k.SecurityToken != "" {
			return sts.NewClientWithStsToken(region, k.AccessKeyId, k.AccessKeySecret, k.SecurityToken)
		}
		return sts.NewClientWithAccessKey(region, k.AccessKeyId, k.AccessKeySecret)
	}
	return nil, errMissing{"no such product"}
}

// coreRequest makes what the package's Create…Request function makes: they cannot be found by name in Go.
func coreRequest(kind reflect.Type, c call) (reflect.Value, *requests.RpcRequest) {
	request := reflect.New(kind)
	rpc := &requests.RpcRequest{}
	request.Elem().FieldByName("RpcRequest").Set(reflect.ValueOf(rpc))
	rpc.InitWithApiInfo(c.Product, c.Version, c.Operation, strings.ToLower(c.Product), "openAPI")
	rpc.Method = requests.POST
	return request, rpc
}

func fillCore(request reflect.Value, parameters map[string]interface{}) error {
	for name, value := range parameters {
		field := request.Elem().FieldByName(name)
		if !field.IsValid() {
			return errMissing{"no parameter " + name}
		}
		if field.Kind() == reflect.String {
			field.SetString(text(value))
			continue
		}
		list, isList := value.([]interface{})
		if field.Kind() != reflect.Ptr || !isList {
			return errMissing{"no such kind of parameter: " + name}
		}
		items := reflect.New(field.Type().Elem())
		for _, item := range list {
			one := reflect.New(items.Elem().Type().Elem()).Elem()
			if one.Kind() == reflect.String {
				one.SetString(text(item))
			} else {
				for key, inner := range item.(map[string]interface{}) {
					one.FieldByName(key).SetString(text(inner))
				}
			}
			items.Elem().Set(reflect.Append(items.Elem(), one))
		}
		field.Set(items)
	}
	return nil
}

func handleCore(c call) (interface{}, error) {
	client, err := coreClient(c)
	if err != nil {
		return nil, err
	}
	method := reflect.ValueOf(client).MethodByName(c.Operation)
	if !method.IsValid() {
		return nil, errMissing{"no such operation"}
	}
	request, rpc := coreRequest(method.Type().In(0).Elem(), c)
	rpc.Scheme, rpc.Domain = c.place()
	if err := fillCore(request, c.Parameters); err != nil {
		return nil, err
	}
	results := method.Call([]reflect.Value{request})
	if err := errorOf(results); err != nil {
		return nil, err
	}
	return results[0].Interface(), nil
}

func seeCore(err error) seen {
	answered, is := err.(errors.Error)
	if !is {
		return seen{}
	}
	shown := seen{Code: answered.ErrorCode(), Status: answered.HttpStatus()}
	if server, is := err.(*errors.ServerError); is {
		shown.RequestId = server.RequestId()
	}
	return shown
}
