// Checks a log by github.com/transparency-dev/tessera and writes one, neither of which knows anything of Muster.
//
//	tessera fsck DIR VKEY             every bundle, tile and the checkpoint in DIR fit together
//	tessera quorum POLICY CHECKPOINT  prints whether the witnesses of the policy have cosigned: "reached" or "not reached"
//	tessera cosigned CHECKPOINT VKEY  the checkpoint opens by this cosigner's key
//	tessera write DIR SKEY SIZE...    a log that grows to each SIZE; keeps the checkpoint of each as checkpoint.SIZE
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"time"

	f_note "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	log.SetFlags(0)
	var err error
	switch args := os.Args[1:]; {
	case len(args) == 3 && args[0] == "fsck":
		err = check(args[1], args[2])
	case len(args) == 3 && args[0] == "quorum":
		err = quorum(args[1], args[2])
	case len(args) == 3 && args[0] == "cosigned":
		err = cosigned(args[1], args[2])
	case len(args) > 3 && args[0] == "write":
		err = write(args[1], args[2], args[3:])
	default:
		err = fmt.Errorf("usage: tessera fsck|quorum|cosigned|write ...")
	}
	if err != nil {
		log.Fatal(err)
	}
}

func check(dir, vkey string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	hashes := func(bundle []byte) ([][]byte, error) {
		var entries api.EntryBundle
		if err := entries.UnmarshalText(bundle); err != nil {
			return nil, err
		}
		var all [][]byte
		for _, entry := range entries.Entries {
			all = append(all, rfc6962.DefaultHasher.HashLeaf(entry))
		}
		return all, nil
	}
	files := &client.FileFetcher{Root: dir}
	return fsck.New(verifier.Name(), verifier, files, hashes, fsck.Opts{N: 2}).Check(context.Background())
}

func quorum(policyFile, checkpointFile string) error {
	policy, err := os.ReadFile(policyFile)
	if err != nil {
		return err
	}
	checkpoint, err := os.ReadFile(checkpointFile)
	if err != nil {
		return err
	}
	group, err := tessera.NewWitnessGroupFromPolicy(policy)
	if err != nil {
		return err
	}
	if group.Satisfied(checkpoint) {
		fmt.Println("reached")
	} else {
		fmt.Println("not reached")
	}
	return nil
}

func cosigned(checkpointFile, vkey string) error {
	checkpoint, err := os.ReadFile(checkpointFile)
	if err != nil {
		return err
	}
	verifier, err := f_note.NewVerifierForCosignatureV1(vkey)
	if err != nil {
		return err
	}
	opened, err := note.Open(checkpoint, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	at, err := f_note.CoSigV1Timestamp(opened.Sigs[0])
	fmt.Println(at.Unix())
	return err
}

func write(dir, skey string, sizes []string) error {
	ctx := context.Background()
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	driver, err := posix.New(ctx, posix.Config{Path: dir})
	if err != nil {
		return err
	}
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithBatching(256, 50*time.Millisecond).
		WithCheckpointInterval(100 * time.Millisecond)
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return err
	}
	published := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 20*time.Millisecond)
	next := 0
	for _, text := range sizes {
		size, err := strconv.Atoi(text)
		if err != nil {
			return err
		}
		var futures []tessera.IndexFuture
		first := next
		for ; next < size; next++ {
			futures = append(futures, appender.Add(ctx, tessera.NewEntry([]byte(fmt.Sprintf("entry %d", next)))))
		}
		for i, future := range futures {
			if index, err := future(); err != nil || index.Index != uint64(first+i) {
				return fmt.Errorf("entry %d got index %d: %v", first+i, index.Index, err)
			}
		}
		_, checkpoint, err := published.Await(ctx, futures[len(futures)-1])
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "checkpoint."+text), checkpoint, 0o644); err != nil {
			return err
		}
	}
	return shutdown(ctx)
}
