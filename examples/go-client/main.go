// A client of Relais in one file, written from docs/protocol.md alone. Numbers in u32(5) and the like are offsets of its tables.
package main

import (
	"cmp"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"hash/crc32"
	"io"
	"math/big"
	"net"
	"os"
	"slices"
	"time"

	"github.com/flynn/noise"
)

const ( // channels, message types, values
	control, orders                                            = 0, 4
	ack, nack, beat, rekeyOffer, rekeyAnswer, credit, closing  = 1, 2, 3, 4, 5, 6, 7
	quote, newOrder, cancelOrder, report, refused, welcome     = 16, 32, 33, 40, 41, 64
	subscribe, result, instruments, definition, executionsFrom = 65, 67, 68, 69, 72
	buy, limit, day, own, quotesOnly, cancelOnDisconnect       = uint8(1), uint8(2), uint8(1), uint8(1), uint8(1), uint8(2)
	unlimited, beatAfter, silentAfter                          = uint64(1<<53 - 1), time.Second, 10 * time.Second
)

var le, suite = binary.LittleEndian, noise.NewCipherSuite(noise.DH25519, noise.CipherAESGCM, noise.HashSHA256)
var execTypes = []string{"", "New", "Trade", "Canceled", "Replaced", "Rejected", "Expired", "Triggered", "Status", "CancelRejected"}

// check ends the program unless all is well. The number is that of an error of the protocol, 0 where it has none.
func check(isWell bool, number uint16, text string) {
	if !isWell {
		fmt.Fprintf(os.Stderr, "error %d: %s\n", number, text)
		os.Exit(1)
	}
}

func must[T any](value T, err error) T {
	check(err == nil, 0, fmt.Sprint(err))
	return value
}

// message is blockLength, the other fields of the fixed block, texts, CRC32.
type message []byte

// at is the fixed block from an offset on, followed by zeros: the sender may not know the last fields.
func (m message) at(offset int) []byte  { return append(m[:m[0]:m[0]], make([]byte, 256)...)[offset:] }
func (m message) u8(offset int) uint8   { return m.at(offset)[0] }
func (m message) u16(offset int) uint16 { return le.Uint16(m.at(offset)) }
func (m message) u32(offset int) uint32 { return le.Uint32(m.at(offset)) }
func (m message) u64(offset int) uint64 { return le.Uint64(m.at(offset)) }

// text follows so many bytes of other texts; its length stands at an offset of the block.
func (m message) text(after uint8, lengthOffset int) string {
	return string(m[m[0] : len(m)-4][after:][:m.u8(lengthOffset)])
}

// decimal writes the scaled integer at an offset with its point.
func (m message) decimal(offset int, scale uint8) string {
	number, _ := new(big.Rat).SetString(fmt.Sprintf("%de-%d", int64(m.u64(offset)), scale))
	return number.FloatString(int(scale))
}

// party is what a credentials file says of the partner, and of each region.
type party struct {
	Name, Host                  string
	Port                        int
	PrivateKey, PublicKey, Seed []byte
	Regions                     []party
}

// session is one encrypted connection. Of two, the first is for what we send, the second for what we receive.
type session struct {
	conn          net.Conn
	seed, ratchet []byte
	keys, next    [2]noise.Cipher // next: agreed on, not used by the server yet
	generation    byte
	records       [2]uint64
	sequences     [2][7]uint32
}

func partnerPsk(seed []byte, day uint32) []byte {
	return must(hkdf.Key(sha256.New, seed, le.AppendUint32(nil, day), "relais partner psk v1", 32))
}

// dial connects, does the handshake, and gives credit without limit. HKDF-Extract is HMAC with the key last.
func dial(who, server party) *session {
	conn := must(net.DialTimeout("tcp", net.JoinHostPort(server.Host, fmt.Sprint(server.Port)), 5*time.Second))
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	today := uint32(time.Now().Unix() / 86_400)
	preamble := append(le.AppendUint32([]byte("RLIS\x01\x02\x00\x00"), today), 100, 0, 0, 0)
	handshake := must(noise.NewHandshakeState(noise.Config{CipherSuite: suite, Pattern: noise.HandshakeIK, Initiator: true,
		Prologue: preamble, PresharedKey: partnerPsk(who.Seed, today), PresharedKeyPlacement: 2,
		StaticKeypair: noise.DHKey{Private: who.PrivateKey, Public: who.PublicKey}, PeerStatic: server.PublicKey}))
	first, _, _, err := handshake.WriteMessage(nil, make([]byte, 4))
	flight := append(preamble, must(first, err)...)
	macKey := sha256.Sum256(append([]byte("relais mac1 v1"), server.PublicKey...))
	must(conn.Write(append(flight, must(hkdf.Extract(sha256.New, flight, macKey[:]))[:16]...)))
	answer := make([]byte, 8)
	_, err = io.ReadFull(conn, answer) // an end without an answer means that the server has another public key
	check(err == nil && string(answer[:4]) == "RA\x01\x00", le.Uint16(answer[4:]), "the server refuses the handshake")
	second := make([]byte, le.Uint16(answer[6:]))
	must(io.ReadFull(conn, second))
	_, out, in, err := handshake.ReadMessage(nil, second)
	check(err == nil, 154, "the handshake fails: wrong seed, or not the server that it should be")
	s := &session{conn: conn, seed: who.Seed, keys: [2]noise.Cipher{suite.Cipher(out.UnsafeKey()), suite.Cipher(in.UnsafeKey())}}
	rekey := func(key noise.Cipher) []byte { return key.Encrypt(nil, 1<<64-1, nil, make([]byte, 32))[:32] }
	start := slices.Concat([]byte("relais ratchet v1"), rekey(s.keys[0]), rekey(s.keys[1]))
	s.ratchet = must(hkdf.Extract(sha256.New, start, handshake.ChannelBinding()))
	s.send(control, credit, "", uint8(255), unlimited)
	return s
}

// send lays out a message and seals it in a record of its own.
func (s *session) send(channel, kind byte, texts string, fields ...any) {
	m, seq := []byte{0}, uint32(0)
	for _, field := range fields {
		m = must(binary.Append(m, le, field))
	}
	m[0] = byte(len(m))
	m = append(m, texts...)
	m = le.AppendUint32(m, crc32.ChecksumIEEE(m))
	if kind > closing {
		s.sequences[0][channel]++
		seq = s.sequences[0][channel]
	}
	body := append(le.AppendUint32(append(le.AppendUint16(nil, uint16(len(m))), channel, kind, 0, 1), seq), m...)
	s.records[0]++
	header := le.AppendUint32(le.AppendUint64([]byte{'R', 'L', 1, s.generation}, s.records[0]), uint32(len(body)))
	header = le.AppendUint32(header, crc32.ChecksumIEEE(header))
	record := s.keys[0].Encrypt(header, s.records[0], header, body)
	must(s.conn.Write(le.AppendUint32(record, crc32.ChecksumIEEE(record))))
}

// receive opens the next record, hands its messages to handle, and acknowledges it. While none comes it sends beats.
func (s *session) receive(handle func(kind byte, m message)) {
	record := make([]byte, 20)
	for begun, got := time.Now(), 0; got < len(record); {
		s.conn.SetReadDeadline(time.Now().Add(beatAfter))
		n, err := s.conn.Read(record[got:])
		check(err == nil || os.IsTimeout(err), 0, "the connection has ended")
		check(time.Since(begun) < silentAfter, 169, "the server is silent")
		if got += n; err != nil {
			s.send(control, beat, "", s.records[0]+1, s.records[1], uint32(0))
		}
	}
	n := int(le.Uint16(record[12:]))
	record = append(record, make([]byte, n+20)...)
	s.conn.SetReadDeadline(time.Now().Add(silentAfter))
	must(io.ReadFull(s.conn, record[20:]))
	s.records[1]++
	check(crc32.ChecksumIEEE(record[:36+n]) == le.Uint32(record[36+n:]), 161, "a record is damaged")
	check(le.Uint64(record[4:]) == s.records[1], 162, "a record is missing")
	if s.next[1] != nil && record[3] != s.generation {
		s.keys, s.next, s.generation = s.next, [2]noise.Cipher{}, record[3]
	}
	body, err := s.keys[1].Decrypt(nil, s.records[1], record[:20], record[20:36+n])
	check(err == nil, 160, "a record was not made by the server")
	wantsAck := false
	for len(body) > 0 {
		length, channel, kind, flags, count, seq := le.Uint16(body), body[2], body[3], body[4], body[5], le.Uint32(body[6:])
		for body = body[10:]; count > 0; count-- {
			m := message(body[:length])
			body, wantsAck = body[length:], wantsAck || kind != ack
			check(crc32.ChecksumIEEE(m[:length-4]) == le.Uint32(m[length-4:]), 104, "a message does not fit its CRC32")
			check(kind != nack, 161, "the server asks for a record that is not kept")
			check(kind != closing, m.u16(1), "the server closes: "+string(m[m[0]:length-4]))
			if kind == rekeyOffer {
				s.rekey(m)
			} else if kind > closing {
				s.sequences[1][channel]++
				check(flags == 0 && s.sequences[1][channel] == seq, 163, "a frame has flags, or is out of turn")
				seq++
				handle(kind, m)
			}
		}
	}
	if wantsAck {
		s.send(control, ack, "", s.records[1], uint32(0))
	}
}

// rekey answers an offer of new keys, which are used as soon as the server uses them.
func (s *session) rekey(offer message) {
	var theirs []byte
	must(fmt.Sscanf(offer.text(0, 9), "%x", &theirs))
	pair := must(suite.GenerateKeypair(nil))
	secret := append(must(suite.DH(pair.Private, theirs)), partnerPsk(s.seed, offer.u32(5))...)
	okm := must(hkdf.Key(sha256.New, secret, s.ratchet, "relais rekey v1"+string(le.AppendUint32(nil, offer.u32(1))), 96))
	s.ratchet, s.next = okm[:32], [2]noise.Cipher{suite.Cipher([32]byte(okm[32:])), suite.Cipher([32]byte(okm[64:]))}
	s.send(control, rekeyAnswer, fmt.Sprintf("%x", pair.Public), offer.u32(1), uint8(64))
}

func main() {
	file, region := flag.String("credentials", "", "credentials file of a partner"), flag.String("region", "paris", "region to connect to")
	symbol := flag.String("symbol", "EURUSD", "instrument to trade")
	reference := flag.String("reference", "", "instrument whose quotes are read, if it is another one")
	quotes := flag.Int("quotes", 3, "how many of them")
	price := flag.String("price", "", "limit price of the buy order; the lowest allowed one if left out")
	flag.Parse()
	var who party
	must(0, json.Unmarshal(must(os.ReadFile(*file)), &who))
	at := slices.IndexFunc(who.Regions, func(one party) bool { return one.Name == *region })
	check(at >= 0, 0, "the credentials know no such region")
	s, known, isDone := dial(who, who.Regions[at]), map[string]message{}, false
	orderID, cancelID := fmt.Sprintf("go-%x", time.Now().UnixNano()), fmt.Sprintf("go-%x", time.Now().UnixNano()+1)
	for !isDone {
		s.receive(func(kind byte, m message) {
			check(kind != result || m.u16(5) == 0, m.u16(5), "the server refuses a request")
			check(kind != refused, m.u16(7), fmt.Sprintf("the server refuses the order or its cancel, RejectReason %d", m.u8(5)))
			traded, quoted, acceptUntil := known[*symbol], known[cmp.Or(*reference, *symbol)], time.Now().Add(time.Minute).UnixMicro()
			switch {
			case kind == welcome:
				fmt.Printf("connected to %s as partner %d, committed %d/%d\n", m.text(0, 29), m.u16(3), m.u32(5), m.u64(9))
				s.send(control, executionsFrom, "", uint32(1), uint32(0), unlimited, own)
				s.send(control, instruments, "", uint32(2))
			case kind == definition && m.text(m.u8(44), 45) == *region:
				known[m.text(0, 44)] = m
			case kind == result && m.u32(1) == 2: // the last definition has come
				check(traded != nil && quoted != nil, 550, "there is no such instrument")
				s.send(control, subscribe, "", uint32(3), quoted.u32(5), quotesOnly)
			case kind == quote && *quotes > 0:
				p, q := quoted.u8(9), quoted.u8(10)
				fmt.Println(quoted.text(0, 44), m.decimal(37, q), "at", m.decimal(21, p), "/", m.decimal(45, q), "at", m.decimal(29, p))
				if *quotes--; *quotes == 0 {
					wanted, ok := new(big.Rat).SetString(cmp.Or(*price, traded.decimal(28, traded.u8(9))) + fmt.Sprintf("e%d", traded.u8(9)))
					check(ok && wanted.IsInt(), 0, "the price is no decimal number, or has too many decimals")
					s.send(orders, newOrder, orderID, traded.u32(5), buy, limit, day, cancelOnDisconnect, uint8(0), wanted.Num().Int64(),
						int64(0), traded.u64(20), acceptUntil, uint64(0), uint8(len(orderID)))
				}
			case kind == report && (m.text(0, 97) == orderID || m.text(0, 97) == cancelID):
				execType := m.u8(33)
				fmt.Printf("%s %s, %s at %s, transaction %d/%d/%d\n", m.text(0, 97), execTypes[execType], m.decimal(49, traded.u8(10)),
					m.decimal(41, traded.u8(9)), m.u16(1), m.u32(7), m.u64(11))
				check(execType != 5, 0, fmt.Sprintf("the book rejects the order, RejectReason %d", m.u8(35)))
				if execType == 1 {
					s.send(orders, cancelOrder, cancelID+orderID, traded.u32(5), acceptUntil, uint8(len(cancelID)), uint8(len(orderID)))
				}
				isDone = execType == 3 || execType == 6 || execType == 9
			}
		})
	}
	s.send(control, closing, "", uint16(0), uint8(0))
	io.Copy(io.Discard, s.conn)
}
