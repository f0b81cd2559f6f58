// As peer.py, of OpenTelemetry Go.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"go.opentelemetry.io/otel/baggage"
	"go.opentelemetry.io/otel/propagation"
)

type exchange struct {
	Entries [][2]string `json:"entries"`
	Sent    *string     `json:"sent"`
}

func main() {
	propagator := propagation.Baggage{}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		received := http.Header{"Baggage": {lines.Text()}}
		ctx := propagator.Extract(context.Background(), propagation.HeaderCarrier(received))
		told := exchange{Entries: [][2]string{}}
		for _, member := range baggage.FromContext(ctx).Members() {
			told.Entries = append(told.Entries, [2]string{member.Key(), member.Value()})
		}
		sent := http.Header{}
		propagator.Inject(ctx, propagation.HeaderCarrier(sent))
		if header, isSent := sent["Baggage"]; isSent {
			told.Sent = &header[0]
		}
		line, _ := json.Marshal(told)
		fmt.Println(string(line))
	}
}
