// Reads quantities, one JSON string per line. For each it writes null if the API server refuses it. Otherwise it writes the form
// that the API server stores ("stored"), and the value in billionths ("nanos", a string, because a number may be too short).
package main

import (
	"bufio"
	"encoding/json"
	"math/big"
	"os"

	"gopkg.in/inf.v0"
	"k8s.io/apimachinery/pkg/api/resource"
)

type answer struct {
	Stored string `json:"stored"`
	Nanos  string `json:"nanos"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var text string
		if err := json.Unmarshal(lines.Bytes(), &text); err != nil {
			panic(err)
		}
		var reported *answer
		if read, err := resource.ParseQuantity(text); err == nil {
			reported = &answer{Stored: read.String(), Nanos: nanos(read).String()}
		}
		if err := out.Encode(reported); err != nil {
			panic(err)
		}
	}
}

// The value is a whole number of billionths: a quantity is rounded when it is read.
func nanos(read resource.Quantity) *big.Int {
	return new(inf.Dec).Round(read.AsDec(), 9, inf.RoundExact).UnscaledBig()
}
