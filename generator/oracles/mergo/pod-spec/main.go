// Reads requests, one JSON object per line: a pod spec (Base), a pod spec that is merged onto it (Over), and our result (Ours).
// For each it writes a list of two pod specs: the result of the library in the mode in which Seldon calls it, with containers
// merged by name, and our result as the same Go type writes it.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"dario.cat/mergo"
	corev1 "k8s.io/api/core/v1"
)

type question struct{ Base, Over, Ours corev1.PodSpec }

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked question
		must(json.Unmarshal(lines.Bytes(), &asked))
		spec, mine, theirs := asked.Base.DeepCopy(), asked.Base.DeepCopy().Containers, asked.Over.DeepCopy().Containers
		must(mergo.Merge(spec, *asked.Over.DeepCopy(), mergo.WithOverride, mergo.WithAppendSlice))
		byName, used := map[string]*corev1.Container{}, map[string]bool{}
		for index := range mine {
			byName[mine[index].Name] = &mine[index]
		}
		spec.Containers = nil
		for _, one := range theirs {
			used[one.Name] = true
			if own, here := byName[one.Name]; here {
				must(mergo.Merge(own, one, mergo.WithOverride, mergo.WithAppendSlice))
				one = *own
			}
			spec.Containers = append(spec.Containers, one)
		}
		for _, one := range mine {
			if !used[one.Name] {
				spec.Containers = append(spec.Containers, one)
			}
		}
		if len(asked.Ours.Containers) == 0 {
			asked.Ours.Containers = nil
		}
		must(out.Encode([]corev1.PodSpec{*spec, asked.Ours}))
	}
}
