// Reads quantities, one JSON text a line. For each it writes null where the API server refuses it, or how the API
// server stores it ("stored") and its value in billionths ("nanos", text, because it may be too long for a number).
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
		var said *answer
		if read, err := resource.ParseQuantity(text); err == nil {
			said = &answer{Stored: read.String(), Nanos: nanos(read).String()}
		}
		if err := out.Encode(said); err != nil {
			panic(err)
		}
	}
}

// Nothing is finer than a billionth: a quantity is rounded when it is read.
func nanos(read resource.Quantity) *big.Int {
	return new(inf.Dec).Round(read.AsDec(), 9, inf.RoundExact).UnscaledBig()
}
