// Checks a log and proofs by golang.org/x/mod/sumdb, which knows nothing of Muster.
//
//	sumdb log DIR VKEY STEP   the checkpoint in DIR opens, and each STEP-th record and earlier size is proved from its tiles
//	sumdb proofs              a proof a line on standard input; prints "good" or "bad" for each
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	log.SetFlags(0)
	switch {
	case len(os.Args) == 5 && os.Args[1] == "log":
		step, err := strconv.ParseInt(os.Args[4], 10, 64)
		if err == nil {
			err = checkLog(os.Args[2], os.Args[3], step)
		}
		if err != nil {
			log.Fatal(err)
		}
	case len(os.Args) == 2 && os.Args[1] == "proofs":
		if err := checkProofs(); err != nil {
			log.Fatal(err)
		}
	default:
		log.Fatal("usage: sumdb log DIR VKEY STEP | sumdb proofs")
	}
}

// dir reads tiles below a folder in the layout of tlog-tiles: as x/mod has it, without the height, and "entries" for "data".
type dir struct {
	root  string
	tiles map[tlog.Tile][]byte
}

func (d *dir) Height() int                     { return 8 }
func (d *dir) SaveTiles([]tlog.Tile, [][]byte) {}
func (d *dir) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(tiles))
	for i, tile := range tiles {
		if d.tiles[tile] == nil {
			data, err := d.read(tile)
			if err != nil {
				return nil, err
			}
			d.tiles[tile] = data
		}
		all[i] = d.tiles[tile]
	}
	return all, nil
}

func (d *dir) read(tile tlog.Tile) ([]byte, error) {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return os.ReadFile(filepath.Join(d.root, strings.Replace(path, "tile/data/", "tile/entries/", 1)))
}

// entries are all that the bundles of a tree of n records hold.
func (d *dir) entries(n int64) ([][]byte, error) {
	var all [][]byte
	for i := int64(0); i < n; i += 256 {
		bundle, err := d.read(tlog.Tile{H: 8, L: -1, N: i / 256, W: int(min(256, n-i))})
		if err != nil {
			return nil, err
		}
		for len(bundle) >= 2 {
			length := int(binary.BigEndian.Uint16(bundle))
			if len(bundle) < 2+length {
				return nil, fmt.Errorf("bundle %d is cut short", i/256)
			}
			all = append(all, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
		if len(bundle) > 0 || int64(len(all)) != min(i+256, n) {
			return nil, fmt.Errorf("bundle %d does not hold its entries", i/256)
		}
	}
	return all, nil
}

func checkLog(root, vkey string, step int64) error {
	signed, err := os.ReadFile(filepath.Join(root, "checkpoint"))
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	head, err := parseHead(opened.Text, verifier.Name())
	if err != nil {
		return err
	}
	d := &dir{root: root, tiles: map[tlog.Tile][]byte{}}
	reader := tlog.TileHashReader(head, d)
	entries, err := d.entries(head.N)
	if err != nil {
		return err
	}
	records, trees := 0, 0
	for i := int64(0); i < head.N; i += step {
		proof, err := tlog.ProveRecord(head.N, i, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, head.N, head.Hash, i, tlog.RecordHash(entries[i])); err != nil {
			return fmt.Errorf("record %d: %v", i, err)
		}
		records++
		old, err := tlog.TreeHash(i+1, reader)
		if err != nil {
			return err
		}
		treeProof, err := tlog.ProveTree(head.N, i+1, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(treeProof, head.N, head.Hash, i+1, old); err != nil {
			return fmt.Errorf("size %d: %v", i+1, err)
		}
		trees++
	}
	fmt.Printf("%d signatures, %d records, %d sizes\n", len(opened.Sigs), records, trees)
	return nil
}

func parseHead(text, origin string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin {
		return tlog.Tree{}, fmt.Errorf("no checkpoint of %s: %q", origin, text)
	}
	n, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	hash, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: n, Hash: hash}, err
}

// A line is: record|tree NEW-SIZE NEW-ROOT INDEX|OLD-SIZE LEAF|OLD-ROOT HASH..., hashes in base64.
func checkProofs() error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	var out bytes.Buffer
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) < 5 {
			return fmt.Errorf("no proof: %q", lines.Text())
		}
		size, err1 := strconv.ParseInt(words[1], 10, 64)
		place, err2 := strconv.ParseInt(words[3], 10, 64)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("no proof: %q", lines.Text())
		}
		var hashes []tlog.Hash
		for _, word := range append([]string{words[2], words[4]}, words[5:]...) {
			raw, err := base64.StdEncoding.DecodeString(word)
			if err != nil || len(raw) != tlog.HashSize {
				return fmt.Errorf("no hash: %q", word)
			}
			hashes = append(hashes, tlog.Hash(raw))
		}
		var err error
		if words[0] == "record" {
			err = tlog.CheckRecord(hashes[2:], size, hashes[0], place, hashes[1])
		} else {
			err = tlog.CheckTree(hashes[2:], size, hashes[0], place, hashes[1])
		}
		if err == nil {
			out.WriteString("good\n")
		} else {
			out.WriteString("bad\n")
		}
	}
	os.Stdout.Write(out.Bytes())
	return lines.Err()
}
