// Reads NetworkPolicies, one JSON object per line. For each it writes the list of fields that the API server's validation
// refuses.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	v1 "k8s.io/api/networking/v1"
	"k8s.io/kubernetes/pkg/apis/networking"
	conversion "k8s.io/kubernetes/pkg/apis/networking/v1"
	"k8s.io/kubernetes/pkg/apis/networking/validation"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var written v1.NetworkPolicy
		var policy networking.NetworkPolicy
		if err := json.Unmarshal(lines.Bytes(), &written); err != nil {
			panic(err)
		}
		conversion.SetObjectDefaults_NetworkPolicy(&written)
		if err := conversion.Convert_v1_NetworkPolicy_To_networking_NetworkPolicy(&written, &policy, nil); err != nil {
			panic(err)
		}
		reported := []string{}
		for _, err := range validation.ValidateNetworkPolicy(&policy, validation.NetworkPolicyValidationOptions{}) {
			reported = append(reported, err.Field)
		}
		if err := out.Encode(reported); err != nil {
			panic(err)
		}
	}
}
