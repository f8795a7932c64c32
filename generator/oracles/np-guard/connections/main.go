// Reads worlds, one JSON list of Namespaces, Pods and NetworkPolicies per line. For each it writes the list of connections that
// np-guard's analyser finds open. The analyser logs objects that it cannot read to the standard error, and skips them.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/np-guard/netpol-analyzer/pkg/netpol/connlist"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/resource"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var objects []json.RawMessage
		must(json.Unmarshal(lines.Bytes(), &objects))
		infos := []*resource.Info{}
		for _, one := range objects {
			object := &unstructured.Unstructured{}
			must(object.UnmarshalJSON(one))
			infos = append(infos, &resource.Info{Name: object.GetName(), Namespace: object.GetNamespace(), Object: object})
		}
		analyzer := connlist.NewConnlistAnalyzer(connlist.WithOutputFormat("json"))
		open, _, err := analyzer.ConnlistFromResourceInfos(infos)
		must(err)
		text, err := analyzer.ConnectionsListToString(open)
		must(err)
		compact := []map[string]string{}
		must(json.Unmarshal([]byte(text), &compact))
		out, err := json.Marshal(compact)
		must(err)
		fmt.Println(string(out))
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
