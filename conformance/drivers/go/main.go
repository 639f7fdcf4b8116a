// The official Go clients: `clients tea` drives the generated ones of today (signature V3), `clients core` those of
// alibaba-cloud-sdk-go (signature V1). A line with a call in, a line with what came of it out.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
)

type keys struct {
	AccessKeyId     string `json:"accessKeyId"`
	AccessKeySecret string `json:"accessKeySecret"`
	SecurityToken   string `json:"securityToken"`
}

type call struct {
	Product     string                 `json:"product"`
	Version     string                 `json:"version"`
	Operation   string                 `json:"operation"`
	Parameters  map[string]interface{} `json:"parameters"`
	Credentials keys                   `json:"credentials"`
	Endpoint    string                 `json:"endpoint"`
}

func (c call) place() (scheme string, host string) {
	parts := strings.SplitN(c.Endpoint, "://", 2)
	return parts[0], parts[1]
}

type seen struct {
	Class     string `json:"class"`
	Code      string `json:"code,omitempty"`
	Status    int    `json:"status,omitempty"`
	Message   string `json:"message"`
	RequestId string `json:"requestId,omitempty"`
}

type reply struct {
	Body    interface{} `json:"body,omitempty"`
	Error   *seen       `json:"error,omitempty"`
	Missing bool        `json:"missing,omitempty"`
}

// errMissing: the client has no such operation, or no such parameter.
type errMissing struct{ what string }

func (e errMissing) Error() string { return e.what }

func text(value interface{}) string {
	switch value := value.(type) {
	case string:
		return value
	case float64:
		return fmt.Sprintf("%v", int64(value))
	case map[string]interface{}, []interface{}:
		bytes, _ := json.Marshal(value)
		return string(bytes)
	}
	return fmt.Sprintf("%v", value)
}

// errorOf takes the error from what a method returned, answer first.
func errorOf(results []reflect.Value) error {
	if err, is := results[len(results)-1].Interface().(error); is {
		return err
	}
	return nil
}

func main() {
	handle, see := handleTea, seeTea
	if len(os.Args) > 1 && os.Args[1] == "core" {
		handle, see = handleCore, seeCore
	}
	lines := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var given call
		if err := json.Unmarshal(line, &given); err != nil {
			panic(err)
		}
		body, err := handle(given)
		switch err := err.(type) {
		case nil:
			_ = out.Encode(reply{Body: body})
		case errMissing:
			_ = out.Encode(reply{Missing: true})
		default:
			shown := see(err)
			shown.Class = strings.TrimPrefix(reflect.TypeOf(err).String(), "*")
			shown.Message = err.Error()
			_ = out.Encode(reply{Error: &shown})
		}
	}
}
