// Reads requests, one JSON object per line: a Level, the Minor version of Kubernetes, and a Pod. For each it writes which of the
// library's checks refuse the pod (Refusing), and whether its evaluator admits the pod (Allowed).
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"sort"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

type question struct {
	Level string
	Minor int
	Pod   corev1.Pod
}

type answer struct {
	Refusing []string
	Allowed  bool
}

func main() {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			panic(err)
		}
		refused := map[policy.CheckID]bool{}
		overridden := []policy.CheckID{}
		version := api.MajorMinorVersion(1, asked.Minor)
		for _, check := range policy.DefaultChecks() {
			if check.Level == api.LevelRestricted && asked.Level != "restricted" {
				continue
			}
			var chosen *policy.VersionedCheck
			for index := range check.Versions {
				if !version.Older(check.Versions[index].MinimumVersion) {
					chosen = &check.Versions[index]
				}
			}
			if chosen == nil {
				continue
			}
			overridden = append(overridden, chosen.OverrideCheckIDs...)
			if !chosen.CheckPod(&asked.Pod.ObjectMeta, &asked.Pod.Spec).Allowed {
				refused[check.ID] = true
			}
		}
		for _, id := range overridden {
			delete(refused, id)
		}
		names := []string{}
		for id := range refused {
			names = append(names, string(id))
		}
		sort.Strings(names)
		evaluated := api.LevelVersion{Level: api.Level(asked.Level), Version: version}
		results := evaluator.EvaluatePod(evaluated, &asked.Pod.ObjectMeta, &asked.Pod.Spec)
		reported := answer{names, policy.AggregateCheckResults(results).Allowed}
		if err := out.Encode(reported); err != nil {
			panic(err)
		}
	}
}
