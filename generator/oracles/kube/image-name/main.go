// Reads names of images, one JSON string per line. For each it writes null if the name is invalid, or its name, tag and digest,
// as the kubelet reads them.
package main

import (
	"bufio"
	// As in the kubelet: a digest is invalid if its algorithm is not linked in.
	_ "crypto/sha256"
	_ "crypto/sha512"
	"encoding/json"
	"os"

	"github.com/distribution/reference"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var image string
		if err := json.Unmarshal(lines.Bytes(), &image); err != nil {
			panic(err)
		}
		var answer any
		if named, err := reference.ParseNormalizedNamed(image); err == nil {
			parts := map[string]string{"name": named.Name()}
			if tagged, is := named.(reference.Tagged); is {
				parts["tag"] = tagged.Tag()
			}
			if digested, is := named.(reference.Digested); is {
				parts["digest"] = digested.Digest().String()
			}
			answer = parts
		}
		if err := out.Encode(answer); err != nil {
			panic(err)
		}
	}
}
