import * as $protobuf from "protobufjs";
import Long = require("long");

export namespace muster {

    namespace v1 {

        interface IOfferProof extends muster.v1.OfferProof.$Properties {
        }

        class OfferProof {
            constructor(p?: muster.v1.OfferProof.$Properties);
            $unknowns?: Uint8Array[];
            entry: Uint8Array;
            proof: Uint8Array;
            cohortIndex: number;
            cohortPath: Uint8Array[];
            static encode(m: muster.v1.OfferProof.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.OfferProof & muster.v1.OfferProof.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace OfferProof {
            interface $Properties {
                entry?: (Uint8Array|null);
                proof?: (Uint8Array|null);
                cohortIndex?: (number|null);
                cohortPath?: (Uint8Array[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.OfferProof.$Properties;
        }

        interface IAuditEvents extends muster.v1.AuditEvents.$Properties {
        }

        class AuditEvents {
            constructor(p?: muster.v1.AuditEvents.$Properties);
            $unknowns?: Uint8Array[];
            entries: Uint8Array[];
            static encode(m: muster.v1.AuditEvents.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.AuditEvents & muster.v1.AuditEvents.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace AuditEvents {
            interface $Properties {
                entries?: (Uint8Array[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.AuditEvents.$Properties;
        }

        interface IAuditEventsTaken extends muster.v1.AuditEventsTaken.$Properties {
        }

        class AuditEventsTaken {
            constructor(p?: muster.v1.AuditEventsTaken.$Properties);
            $unknowns?: Uint8Array[];
            next: number;
            static encode(m: muster.v1.AuditEventsTaken.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.AuditEventsTaken & muster.v1.AuditEventsTaken.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace AuditEventsTaken {
            interface $Properties {
                next?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.AuditEventsTaken.$Properties;
        }

        interface IAddCheckpoint extends muster.v1.AddCheckpoint.$Properties {
        }

        class AddCheckpoint {
            constructor(p?: muster.v1.AddCheckpoint.$Properties);
            $unknowns?: Uint8Array[];
            body: Uint8Array;
            static encode(m: muster.v1.AddCheckpoint.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.AddCheckpoint & muster.v1.AddCheckpoint.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace AddCheckpoint {
            interface $Properties {
                body?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.AddCheckpoint.$Properties;
        }

        interface IWitnessAnswer extends muster.v1.WitnessAnswer.$Properties {
        }

        class WitnessAnswer {
            constructor(p?: muster.v1.WitnessAnswer.$Properties);
            $unknowns?: Uint8Array[];
            status: number;
            contentType: string;
            body: Uint8Array;
            static encode(m: muster.v1.WitnessAnswer.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.WitnessAnswer & muster.v1.WitnessAnswer.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace WitnessAnswer {
            interface $Properties {
                status?: (number|null);
                contentType?: (string|null);
                body?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.WitnessAnswer.$Properties;
        }

        interface ILogHeadRequest extends muster.v1.LogHeadRequest.$Properties {
        }

        class LogHeadRequest {
            constructor(p?: muster.v1.LogHeadRequest.$Properties);
            $unknowns?: Uint8Array[];
            size: number;
            static encode(m: muster.v1.LogHeadRequest.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.LogHeadRequest & muster.v1.LogHeadRequest.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace LogHeadRequest {
            interface $Properties {
                size?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.LogHeadRequest.$Properties;
        }

        interface ILogHead extends muster.v1.LogHead.$Properties {
        }

        class LogHead {
            constructor(p?: muster.v1.LogHead.$Properties);
            $unknowns?: Uint8Array[];
            note: Uint8Array;
            proof: Uint8Array[];
            policy: Uint8Array;
            witnesses: muster.v1.Certificate.$Properties[];
            static encode(m: muster.v1.LogHead.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.LogHead & muster.v1.LogHead.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace LogHead {
            interface $Properties {
                note?: (Uint8Array|null);
                proof?: (Uint8Array[]|null);
                policy?: (Uint8Array|null);
                witnesses?: (muster.v1.Certificate.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.LogHead.$Properties;
        }

        interface ILogTrustRequest extends muster.v1.LogTrustRequest.$Properties {
        }

        class LogTrustRequest {
            constructor(p?: muster.v1.LogTrustRequest.$Properties);
            $unknowns?: Uint8Array[];
            static encode(m: muster.v1.LogTrustRequest.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.LogTrustRequest & muster.v1.LogTrustRequest.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace LogTrustRequest {
            interface $Properties {
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.LogTrustRequest.$Properties;
        }

        interface ILogTrust extends muster.v1.LogTrust.$Properties {
        }

        class LogTrust {
            constructor(p?: muster.v1.LogTrust.$Properties);
            $unknowns?: Uint8Array[];
            policy: Uint8Array;
            witnesses: muster.v1.Certificate.$Properties[];
            static encode(m: muster.v1.LogTrust.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.LogTrust & muster.v1.LogTrust.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace LogTrust {
            interface $Properties {
                policy?: (Uint8Array|null);
                witnesses?: (muster.v1.Certificate.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.LogTrust.$Properties;
        }

        interface ILogFileRequest extends muster.v1.LogFileRequest.$Properties {
        }

        class LogFileRequest {
            constructor(p?: muster.v1.LogFileRequest.$Properties);
            $unknowns?: Uint8Array[];
            path: string;
            offset: number;
            static encode(m: muster.v1.LogFileRequest.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.LogFileRequest & muster.v1.LogFileRequest.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace LogFileRequest {
            interface $Properties {
                path?: (string|null);
                offset?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.LogFileRequest.$Properties;
        }

        interface ILogFile extends muster.v1.LogFile.$Properties {
        }

        class LogFile {
            constructor(p?: muster.v1.LogFile.$Properties);
            $unknowns?: Uint8Array[];
            size: number;
            data: Uint8Array;
            static encode(m: muster.v1.LogFile.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.LogFile & muster.v1.LogFile.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace LogFile {
            interface $Properties {
                size?: (number|null);
                data?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.LogFile.$Properties;
        }

        enum Role {
            ROLE_UNSPECIFIED = 0,
            COORDINATOR = 1,
            SITE = 2
        }

        interface ICertificateBody extends muster.v1.CertificateBody.$Properties {
        }

        class CertificateBody {
            constructor(p?: muster.v1.CertificateBody.$Properties);
            $unknowns?: Uint8Array[];
            serial: Uint8Array;
            role: muster.v1.Role;
            name: string;
            federationId: Uint8Array;
            signingKey: Uint8Array;
            sealingKey: Uint8Array;
            issuerKey: Uint8Array;
            notBeforeMs: number;
            notAfterMs: number;
            producerKey: Uint8Array;
            witnessKey: Uint8Array;
            logKey: Uint8Array;
            static encode(m: muster.v1.CertificateBody.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.CertificateBody & muster.v1.CertificateBody.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace CertificateBody {
            interface $Properties {
                serial?: (Uint8Array|null);
                role?: (muster.v1.Role|null);
                name?: (string|null);
                federationId?: (Uint8Array|null);
                signingKey?: (Uint8Array|null);
                sealingKey?: (Uint8Array|null);
                issuerKey?: (Uint8Array|null);
                notBeforeMs?: (number|null);
                notAfterMs?: (number|null);
                producerKey?: (Uint8Array|null);
                witnessKey?: (Uint8Array|null);
                logKey?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.CertificateBody.$Properties;
        }

        interface ICertificate extends muster.v1.Certificate.$Properties {
        }

        class Certificate {
            constructor(p?: muster.v1.Certificate.$Properties);
            $unknowns?: Uint8Array[];
            body: Uint8Array;
            signature: Uint8Array;
            static encode(m: muster.v1.Certificate.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Certificate & muster.v1.Certificate.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Certificate {
            interface $Properties {
                body?: (Uint8Array|null);
                signature?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Certificate.$Properties;
        }

        enum Purpose {
            PURPOSE_UNSPECIFIED = 0,
            SESSION = 1,
            ENROLMENT = 2
        }

        interface IClientHello extends muster.v1.ClientHello.$Properties {
        }

        class ClientHello {
            constructor(p?: muster.v1.ClientHello.$Properties);
            $unknowns?: Uint8Array[];
            versionMin: number;
            versionMax: number;
            purpose: muster.v1.Purpose;
            federationId: Uint8Array;
            ephemeralKey: Uint8Array;
            nonce: Uint8Array;
            timeMs: number;
            static encode(m: muster.v1.ClientHello.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ClientHello & muster.v1.ClientHello.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ClientHello {
            interface $Properties {
                versionMin?: (number|null);
                versionMax?: (number|null);
                purpose?: (muster.v1.Purpose|null);
                federationId?: (Uint8Array|null);
                ephemeralKey?: (Uint8Array|null);
                nonce?: (Uint8Array|null);
                timeMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ClientHello.$Properties;
        }

        interface IServerHello extends muster.v1.ServerHello.$Properties {
        }

        class ServerHello {
            constructor(p?: muster.v1.ServerHello.$Properties);
            $unknowns?: Uint8Array[];
            version: number;
            ephemeralKey: Uint8Array;
            nonce: Uint8Array;
            timeMs: number;
            certificate?: (muster.v1.Certificate.$Properties|null);
            signature: Uint8Array;
            static encode(m: muster.v1.ServerHello.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ServerHello & muster.v1.ServerHello.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ServerHello {
            interface $Properties {
                version?: (number|null);
                ephemeralKey?: (Uint8Array|null);
                nonce?: (Uint8Array|null);
                timeMs?: (number|null);
                certificate?: (muster.v1.Certificate.$Properties|null);
                signature?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ServerHello.$Properties;
        }

        interface IClientProof extends muster.v1.ClientProof.$Properties {
        }

        class ClientProof {
            constructor(p?: muster.v1.ClientProof.$Properties);
            $unknowns?: Uint8Array[];
            certificate?: (muster.v1.Certificate.$Properties|null);
            signature: Uint8Array;
            static encode(m: muster.v1.ClientProof.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ClientProof & muster.v1.ClientProof.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ClientProof {
            interface $Properties {
                certificate?: (muster.v1.Certificate.$Properties|null);
                signature?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ClientProof.$Properties;
        }

        interface IHandshake extends muster.v1.Handshake.$Properties {
        }

        class Handshake {
            constructor(p?: muster.v1.Handshake.$Properties);
            $unknowns?: Uint8Array[];
            clientHello?: (muster.v1.ClientHello.$Properties|null);
            serverHello?: (muster.v1.ServerHello.$Properties|null);
            refusal?: (muster.v1.HandshakeRefusal.$Properties|null);
            body?: ("clientHello"|"serverHello"|"refusal");
            static encode(m: muster.v1.Handshake.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Handshake & muster.v1.Handshake.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Handshake {
            interface $Properties {
                clientHello?: (muster.v1.ClientHello.$Properties|null);
                serverHello?: (muster.v1.ServerHello.$Properties|null);
                refusal?: (muster.v1.HandshakeRefusal.$Properties|null);
                body?: ("clientHello"|"serverHello"|"refusal");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              clientHello?: muster.v1.ClientHello.$Shape|null;
              serverHello?: muster.v1.ServerHello.$Shape|null;
              refusal?: muster.v1.HandshakeRefusal.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; clientHello?: null; serverHello?: null; refusal?: null }|{ body?: "clientHello"; clientHello: muster.v1.ClientHello.$Shape; serverHello?: null; refusal?: null }|{ body?: "serverHello"; clientHello?: null; serverHello: muster.v1.ServerHello.$Shape; refusal?: null }|{ body?: "refusal"; clientHello?: null; serverHello?: null; refusal: muster.v1.HandshakeRefusal.$Shape })
            );
        }

        interface IHandshakeRefusal extends muster.v1.HandshakeRefusal.$Properties {
        }

        class HandshakeRefusal {
            constructor(p?: muster.v1.HandshakeRefusal.$Properties);
            $unknowns?: Uint8Array[];
            code: string;
            message: string;
            timeMs: number;
            static encode(m: muster.v1.HandshakeRefusal.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.HandshakeRefusal & muster.v1.HandshakeRefusal.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace HandshakeRefusal {
            interface $Properties {
                code?: (string|null);
                message?: (string|null);
                timeMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.HandshakeRefusal.$Properties;
        }

        interface IEnrolmentBody extends muster.v1.EnrolmentBody.$Properties {
        }

        class EnrolmentBody {
            constructor(p?: muster.v1.EnrolmentBody.$Properties);
            $unknowns?: Uint8Array[];
            name: string;
            signingKey: Uint8Array;
            sealingKey: Uint8Array;
            hostLabel: string;
            producerKey: Uint8Array;
            witnessKey: Uint8Array;
            logKey: Uint8Array;
            static encode(m: muster.v1.EnrolmentBody.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.EnrolmentBody & muster.v1.EnrolmentBody.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace EnrolmentBody {
            interface $Properties {
                name?: (string|null);
                signingKey?: (Uint8Array|null);
                sealingKey?: (Uint8Array|null);
                hostLabel?: (string|null);
                producerKey?: (Uint8Array|null);
                witnessKey?: (Uint8Array|null);
                logKey?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.EnrolmentBody.$Properties;
        }

        interface IEnrolmentRequest extends muster.v1.EnrolmentRequest.$Properties {
        }

        class EnrolmentRequest {
            constructor(p?: muster.v1.EnrolmentRequest.$Properties);
            $unknowns?: Uint8Array[];
            body: Uint8Array;
            tokenSecret: Uint8Array;
            signature: Uint8Array;
            static encode(m: muster.v1.EnrolmentRequest.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.EnrolmentRequest & muster.v1.EnrolmentRequest.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace EnrolmentRequest {
            interface $Properties {
                body?: (Uint8Array|null);
                tokenSecret?: (Uint8Array|null);
                signature?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.EnrolmentRequest.$Properties;
        }

        interface IEnrolmentReply extends muster.v1.EnrolmentReply.$Properties {
        }

        class EnrolmentReply {
            constructor(p?: muster.v1.EnrolmentReply.$Properties);
            $unknowns?: Uint8Array[];
            certificate?: (muster.v1.Certificate.$Properties|null);
            static encode(m: muster.v1.EnrolmentReply.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.EnrolmentReply & muster.v1.EnrolmentReply.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace EnrolmentReply {
            interface $Properties {
                certificate?: (muster.v1.Certificate.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.EnrolmentReply.$Properties;
        }

        interface ICertificateRequest extends muster.v1.CertificateRequest.$Properties {
        }

        class CertificateRequest {
            constructor(p?: muster.v1.CertificateRequest.$Properties);
            $unknowns?: Uint8Array[];
            body: Uint8Array;
            signature: Uint8Array;
            static encode(m: muster.v1.CertificateRequest.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.CertificateRequest & muster.v1.CertificateRequest.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace CertificateRequest {
            interface $Properties {
                body?: (Uint8Array|null);
                signature?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.CertificateRequest.$Properties;
        }

        interface IRenewalRequest extends muster.v1.RenewalRequest.$Properties {
        }

        class RenewalRequest {
            constructor(p?: muster.v1.RenewalRequest.$Properties);
            $unknowns?: Uint8Array[];
            static encode(m: muster.v1.RenewalRequest.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.RenewalRequest & muster.v1.RenewalRequest.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace RenewalRequest {
            interface $Properties {
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.RenewalRequest.$Properties;
        }

        interface IRenewalReply extends muster.v1.RenewalReply.$Properties {
        }

        class RenewalReply {
            constructor(p?: muster.v1.RenewalReply.$Properties);
            $unknowns?: Uint8Array[];
            certificate?: (muster.v1.Certificate.$Properties|null);
            static encode(m: muster.v1.RenewalReply.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.RenewalReply & muster.v1.RenewalReply.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace RenewalReply {
            interface $Properties {
                certificate?: (muster.v1.Certificate.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.RenewalReply.$Properties;
        }

        interface IOrganisation extends muster.v1.Organisation.$Properties {
        }

        class Organisation {
            constructor(p?: muster.v1.Organisation.$Properties);
            $unknowns?: Uint8Array[];
            name: string;
            key: Uint8Array;
            sitesMax: number;
            formerKey: Uint8Array;
            static encode(m: muster.v1.Organisation.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Organisation & muster.v1.Organisation.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Organisation {
            interface $Properties {
                name?: (string|null);
                key?: (Uint8Array|null);
                sitesMax?: (number|null);
                formerKey?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Organisation.$Properties;
        }

        interface IFederationManifest extends muster.v1.FederationManifest.$Properties {
        }

        class FederationManifest {
            constructor(p?: muster.v1.FederationManifest.$Properties);
            $unknowns?: Uint8Array[];
            federationId: Uint8Array;
            federationName: string;
            epoch: number;
            previousHash: Uint8Array;
            timeMs: number;
            organisations: muster.v1.Organisation.$Properties[];
            signaturesMin: number;
            coordinatorKeys: Uint8Array[];
            cohortMin: number;
            groupMin: number;
            corruptPerMilleMax: number;
            dropoutPerMilleMax: number;
            modelHashes: Uint8Array[];
            revoked: Uint8Array[];
            witnesses: string[];
            static encode(m: muster.v1.FederationManifest.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.FederationManifest & muster.v1.FederationManifest.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace FederationManifest {
            interface $Properties {
                federationId?: (Uint8Array|null);
                federationName?: (string|null);
                epoch?: (number|null);
                previousHash?: (Uint8Array|null);
                timeMs?: (number|null);
                organisations?: (muster.v1.Organisation.$Properties[]|null);
                signaturesMin?: (number|null);
                coordinatorKeys?: (Uint8Array[]|null);
                cohortMin?: (number|null);
                groupMin?: (number|null);
                corruptPerMilleMax?: (number|null);
                dropoutPerMilleMax?: (number|null);
                modelHashes?: (Uint8Array[]|null);
                revoked?: (Uint8Array[]|null);
                witnesses?: (string[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.FederationManifest.$Properties;
        }

        interface IManifestSignature extends muster.v1.ManifestSignature.$Properties {
        }

        class ManifestSignature {
            constructor(p?: muster.v1.ManifestSignature.$Properties);
            $unknowns?: Uint8Array[];
            key: Uint8Array;
            signature: Uint8Array;
            static encode(m: muster.v1.ManifestSignature.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ManifestSignature & muster.v1.ManifestSignature.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ManifestSignature {
            interface $Properties {
                key?: (Uint8Array|null);
                signature?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ManifestSignature.$Properties;
        }

        interface ISignedManifest extends muster.v1.SignedManifest.$Properties {
        }

        class SignedManifest {
            constructor(p?: muster.v1.SignedManifest.$Properties);
            $unknowns?: Uint8Array[];
            manifest: Uint8Array;
            signatures: muster.v1.ManifestSignature.$Properties[];
            static encode(m: muster.v1.SignedManifest.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.SignedManifest & muster.v1.SignedManifest.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace SignedManifest {
            interface $Properties {
                manifest?: (Uint8Array|null);
                signatures?: (muster.v1.ManifestSignature.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.SignedManifest.$Properties;
        }

        interface IManifestHead extends muster.v1.ManifestHead.$Properties {
        }

        class ManifestHead {
            constructor(p?: muster.v1.ManifestHead.$Properties);
            $unknowns?: Uint8Array[];
            epoch: number;
            hash: Uint8Array;
            static encode(m: muster.v1.ManifestHead.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ManifestHead & muster.v1.ManifestHead.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ManifestHead {
            interface $Properties {
                epoch?: (number|null);
                hash?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ManifestHead.$Properties;
        }

        interface IManifestsRequest extends muster.v1.ManifestsRequest.$Properties {
        }

        class ManifestsRequest {
            constructor(p?: muster.v1.ManifestsRequest.$Properties);
            $unknowns?: Uint8Array[];
            after: number;
            static encode(m: muster.v1.ManifestsRequest.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ManifestsRequest & muster.v1.ManifestsRequest.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ManifestsRequest {
            interface $Properties {
                after?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ManifestsRequest.$Properties;
        }

        interface IManifests extends muster.v1.Manifests.$Properties {
        }

        class Manifests {
            constructor(p?: muster.v1.Manifests.$Properties);
            $unknowns?: Uint8Array[];
            manifests: muster.v1.SignedManifest.$Properties[];
            static encode(m: muster.v1.Manifests.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Manifests & muster.v1.Manifests.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Manifests {
            interface $Properties {
                manifests?: (muster.v1.SignedManifest.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Manifests.$Properties;
        }

        interface IEngineReport extends muster.v1.EngineReport.$Properties {
        }

        class EngineReport {
            constructor(p?: muster.v1.EngineReport.$Properties);
            $unknowns?: Uint8Array[];
            requested: string;
            selected: string;
            version: string;
            selfCheckMaxRelErr: number;
            selfCheckPassed: boolean;
            overrides: string[];
            rejected: string;
            static encode(m: muster.v1.EngineReport.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.EngineReport & muster.v1.EngineReport.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace EngineReport {
            interface $Properties {
                requested?: (string|null);
                selected?: (string|null);
                version?: (string|null);
                selfCheckMaxRelErr?: (number|null);
                selfCheckPassed?: (boolean|null);
                overrides?: (string[]|null);
                rejected?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.EngineReport.$Properties;
        }

        interface IDatasetSummary extends muster.v1.DatasetSummary.$Properties {
        }

        class DatasetSummary {
            constructor(p?: muster.v1.DatasetSummary.$Properties);
            $unknowns?: Uint8Array[];
            name: string;
            kind: string;
            static encode(m: muster.v1.DatasetSummary.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.DatasetSummary & muster.v1.DatasetSummary.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace DatasetSummary {
            interface $Properties {
                name?: (string|null);
                kind?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.DatasetSummary.$Properties;
        }

        interface IRegister extends muster.v1.Register.$Properties {
        }

        class Register {
            constructor(p?: muster.v1.Register.$Properties);
            $unknowns?: Uint8Array[];
            agentVersion: string;
            nodeVersion: string;
            platform: string;
            engine?: (muster.v1.EngineReport.$Properties|null);
            datasets: muster.v1.DatasetSummary.$Properties[];
            policyVersion: number;
            policyHash: Uint8Array;
            policy?: (muster.v1.PublishedPolicy.$Properties|null);
            static encode(m: muster.v1.Register.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Register & muster.v1.Register.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Register {
            interface $Properties {
                agentVersion?: (string|null);
                nodeVersion?: (string|null);
                platform?: (string|null);
                engine?: (muster.v1.EngineReport.$Properties|null);
                datasets?: (muster.v1.DatasetSummary.$Properties[]|null);
                policyVersion?: (number|null);
                policyHash?: (Uint8Array|null);
                policy?: (muster.v1.PublishedPolicy.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Register.$Properties;
        }

        interface IPublishedPolicy extends muster.v1.PublishedPolicy.$Properties {
        }

        class PublishedPolicy {
            constructor(p?: muster.v1.PublishedPolicy.$Properties);
            $unknowns?: Uint8Array[];
            document: Uint8Array;
            signature: Uint8Array;
            static encode(m: muster.v1.PublishedPolicy.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.PublishedPolicy & muster.v1.PublishedPolicy.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace PublishedPolicy {
            interface $Properties {
                document?: (Uint8Array|null);
                signature?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.PublishedPolicy.$Properties;
        }

        interface IRegistered extends muster.v1.Registered.$Properties {
        }

        class Registered {
            constructor(p?: muster.v1.Registered.$Properties);
            $unknowns?: Uint8Array[];
            heartbeatMs: number;
            timeMs: number;
            standing?: (muster.v1.Standing.$Properties|null);
            logPolicy: Uint8Array;
            nextEvent: number;
            witnessKey: Uint8Array;
            manifest?: (muster.v1.ManifestHead.$Properties|null);
            logWitnesses: muster.v1.Certificate.$Properties[];
            static encode(m: muster.v1.Registered.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Registered & muster.v1.Registered.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Registered {
            interface $Properties {
                heartbeatMs?: (number|null);
                timeMs?: (number|null);
                standing?: (muster.v1.Standing.$Properties|null);
                logPolicy?: (Uint8Array|null);
                nextEvent?: (number|null);
                witnessKey?: (Uint8Array|null);
                manifest?: (muster.v1.ManifestHead.$Properties|null);
                logWitnesses?: (muster.v1.Certificate.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Registered.$Properties;
        }

        interface IStanding extends muster.v1.Standing.$Properties {
        }

        class Standing {
            constructor(p?: muster.v1.Standing.$Properties);
            $unknowns?: Uint8Array[];
            code: string;
            reason: string;
            static encode(m: muster.v1.Standing.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Standing & muster.v1.Standing.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Standing {
            interface $Properties {
                code?: (string|null);
                reason?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Standing.$Properties;
        }

        interface IRoundRef extends muster.v1.RoundRef.$Properties {
        }

        class RoundRef {
            constructor(p?: muster.v1.RoundRef.$Properties);
            $unknowns?: Uint8Array[];
            run: string;
            round: number;
            attempt: number;
            static encode(m: muster.v1.RoundRef.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.RoundRef & muster.v1.RoundRef.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace RoundRef {
            interface $Properties {
                run?: (string|null);
                round?: (number|null);
                attempt?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.RoundRef.$Properties;
        }

        interface IOffer extends muster.v1.Offer.$Properties {
        }

        class Offer {
            constructor(p?: muster.v1.Offer.$Properties);
            $unknowns?: Uint8Array[];
            ref?: (muster.v1.RoundRef.$Properties|null);
            planHash: Uint8Array;
            modelHash: Uint8Array;
            layoutHash: Uint8Array;
            codec: string;
            deadlineMs: number;
            cohortSize: number;
            quorum: number;
            signature: Uint8Array;
            logged?: (muster.v1.OfferProof.$Properties|null);
            secure?: (muster.v1.RoundOffer.$Properties|null);
            static encode(m: muster.v1.Offer.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Offer & muster.v1.Offer.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Offer {
            interface $Properties {
                ref?: (muster.v1.RoundRef.$Properties|null);
                planHash?: (Uint8Array|null);
                modelHash?: (Uint8Array|null);
                layoutHash?: (Uint8Array|null);
                codec?: (string|null);
                deadlineMs?: (number|null);
                cohortSize?: (number|null);
                quorum?: (number|null);
                signature?: (Uint8Array|null);
                logged?: (muster.v1.OfferProof.$Properties|null);
                secure?: (muster.v1.RoundOffer.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Offer.$Properties;
        }

        interface IOfferAnswer extends muster.v1.OfferAnswer.$Properties {
        }

        class OfferAnswer {
            constructor(p?: muster.v1.OfferAnswer.$Properties);
            $unknowns?: Uint8Array[];
            accepted: boolean;
            code: string;
            reason: string;
            static encode(m: muster.v1.OfferAnswer.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.OfferAnswer & muster.v1.OfferAnswer.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace OfferAnswer {
            interface $Properties {
                accepted?: (boolean|null);
                code?: (string|null);
                reason?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.OfferAnswer.$Properties;
        }

        interface IProgress extends muster.v1.Progress.$Properties {
        }

        class Progress {
            constructor(p?: muster.v1.Progress.$Properties);
            $unknowns?: Uint8Array[];
            ref?: (muster.v1.RoundRef.$Properties|null);
            phase: string;
            fraction: number;
            epoch: number;
            step: number;
            steps: number;
            loss: number;
            etaMs: number;
            static encode(m: muster.v1.Progress.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Progress & muster.v1.Progress.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Progress {
            interface $Properties {
                ref?: (muster.v1.RoundRef.$Properties|null);
                phase?: (string|null);
                fraction?: (number|null);
                epoch?: (number|null);
                step?: (number|null);
                steps?: (number|null);
                loss?: (number|null);
                etaMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Progress.$Properties;
        }

        interface IEvaluation extends muster.v1.Evaluation.$Properties {
        }

        class Evaluation {
            constructor(p?: muster.v1.Evaluation.$Properties);
            $unknowns?: Uint8Array[];
            examples: number;
            lossSum: number;
            confusion: number[];
            classes: number;
            static encode(m: muster.v1.Evaluation.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Evaluation & muster.v1.Evaluation.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Evaluation {
            interface $Properties {
                examples?: (number|null);
                lossSum?: (number|null);
                confusion?: (number[]|null);
                classes?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Evaluation.$Properties;
        }

        interface ITrainingFigures extends muster.v1.TrainingFigures.$Properties {
        }

        class TrainingFigures {
            constructor(p?: muster.v1.TrainingFigures.$Properties);
            $unknowns?: Uint8Array[];
            examples: number;
            steps: number;
            lossFirst: number;
            lossLast: number;
            trainMs: number;
            updateNorm: number;
            static encode(m: muster.v1.TrainingFigures.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.TrainingFigures & muster.v1.TrainingFigures.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace TrainingFigures {
            interface $Properties {
                examples?: (number|null);
                steps?: (number|null);
                lossFirst?: (number|null);
                lossLast?: (number|null);
                trainMs?: (number|null);
                updateNorm?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.TrainingFigures.$Properties;
        }

        interface IReport extends muster.v1.Report.$Properties {
        }

        class Report {
            constructor(p?: muster.v1.Report.$Properties);
            $unknowns?: Uint8Array[];
            ref?: (muster.v1.RoundRef.$Properties|null);
            planHash: Uint8Array;
            modelHash: Uint8Array;
            layoutHash: Uint8Array;
            updateHash: Uint8Array;
            size: number;
            weight: number;
            codec: string;
            figures?: (muster.v1.TrainingFigures.$Properties|null);
            engine?: (muster.v1.EngineReport.$Properties|null);
            signature: Uint8Array;
            masked?: (muster.v1.Masked.$Properties|null);
            static encode(m: muster.v1.Report.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Report & muster.v1.Report.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Report {
            interface $Properties {
                ref?: (muster.v1.RoundRef.$Properties|null);
                planHash?: (Uint8Array|null);
                modelHash?: (Uint8Array|null);
                layoutHash?: (Uint8Array|null);
                updateHash?: (Uint8Array|null);
                size?: (number|null);
                weight?: (number|null);
                codec?: (string|null);
                figures?: (muster.v1.TrainingFigures.$Properties|null);
                engine?: (muster.v1.EngineReport.$Properties|null);
                signature?: (Uint8Array|null);
                masked?: (muster.v1.Masked.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Report.$Properties;
        }

        interface IReceived extends muster.v1.Received.$Properties {
        }

        class Received {
            constructor(p?: muster.v1.Received.$Properties);
            $unknowns?: Uint8Array[];
            ref?: (muster.v1.RoundRef.$Properties|null);
            updateHash: Uint8Array;
            static encode(m: muster.v1.Received.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Received & muster.v1.Received.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Received {
            interface $Properties {
                ref?: (muster.v1.RoundRef.$Properties|null);
                updateHash?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Received.$Properties;
        }

        interface IOutcome extends muster.v1.Outcome.$Properties {
        }

        class Outcome {
            constructor(p?: muster.v1.Outcome.$Properties);
            $unknowns?: Uint8Array[];
            ref?: (muster.v1.RoundRef.$Properties|null);
            outcome: string;
            code: string;
            reason: string;
            updateHash: Uint8Array;
            modelHash: Uint8Array;
            signature: Uint8Array;
            static encode(m: muster.v1.Outcome.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Outcome & muster.v1.Outcome.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Outcome {
            interface $Properties {
                ref?: (muster.v1.RoundRef.$Properties|null);
                outcome?: (string|null);
                code?: (string|null);
                reason?: (string|null);
                updateHash?: (Uint8Array|null);
                modelHash?: (Uint8Array|null);
                signature?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Outcome.$Properties;
        }

        interface IFailure extends muster.v1.Failure.$Properties {
        }

        class Failure {
            constructor(p?: muster.v1.Failure.$Properties);
            $unknowns?: Uint8Array[];
            ref?: (muster.v1.RoundRef.$Properties|null);
            code: string;
            reason: string;
            static encode(m: muster.v1.Failure.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Failure & muster.v1.Failure.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Failure {
            interface $Properties {
                ref?: (muster.v1.RoundRef.$Properties|null);
                code?: (string|null);
                reason?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Failure.$Properties;
        }

        interface IEvaluationOffer extends muster.v1.EvaluationOffer.$Properties {
        }

        class EvaluationOffer {
            constructor(p?: muster.v1.EvaluationOffer.$Properties);
            $unknowns?: Uint8Array[];
            ref?: (muster.v1.RoundRef.$Properties|null);
            planHash: Uint8Array;
            modelHash: Uint8Array;
            layoutHash: Uint8Array;
            deadlineMs: number;
            signature: Uint8Array;
            logged?: (muster.v1.OfferProof.$Properties|null);
            static encode(m: muster.v1.EvaluationOffer.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.EvaluationOffer & muster.v1.EvaluationOffer.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace EvaluationOffer {
            interface $Properties {
                ref?: (muster.v1.RoundRef.$Properties|null);
                planHash?: (Uint8Array|null);
                modelHash?: (Uint8Array|null);
                layoutHash?: (Uint8Array|null);
                deadlineMs?: (number|null);
                signature?: (Uint8Array|null);
                logged?: (muster.v1.OfferProof.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.EvaluationOffer.$Properties;
        }

        interface IEvaluationReport extends muster.v1.EvaluationReport.$Properties {
        }

        class EvaluationReport {
            constructor(p?: muster.v1.EvaluationReport.$Properties);
            $unknowns?: Uint8Array[];
            ref?: (muster.v1.RoundRef.$Properties|null);
            modelHash: Uint8Array;
            evaluation?: (muster.v1.Evaluation.$Properties|null);
            signature: Uint8Array;
            static encode(m: muster.v1.EvaluationReport.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.EvaluationReport & muster.v1.EvaluationReport.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace EvaluationReport {
            interface $Properties {
                ref?: (muster.v1.RoundRef.$Properties|null);
                modelHash?: (Uint8Array|null);
                evaluation?: (muster.v1.Evaluation.$Properties|null);
                signature?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.EvaluationReport.$Properties;
        }

        enum SecureProfile {
            MALICIOUS = 0,
            SEMI_HONEST = 1
        }

        interface ICohortTerms extends muster.v1.CohortTerms.$Properties {
        }

        class CohortTerms {
            constructor(p?: muster.v1.CohortTerms.$Properties);
            $unknowns?: Uint8Array[];
            profile: muster.v1.SecureProfile;
            corrupt: number;
            dropout: number;
            lambda: number;
            unsafeSmallCohort: boolean;
            minCohort: number;
            maxCohort: number;
            static encode(m: muster.v1.CohortTerms.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.CohortTerms & muster.v1.CohortTerms.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace CohortTerms {
            interface $Properties {
                profile?: (muster.v1.SecureProfile|null);
                corrupt?: (number|null);
                dropout?: (number|null);
                lambda?: (number|null);
                unsafeSmallCohort?: (boolean|null);
                minCohort?: (number|null);
                maxCohort?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.CohortTerms.$Properties;
        }

        interface IEncodingTerms extends muster.v1.EncodingTerms.$Properties {
        }

        class EncodingTerms {
            constructor(p?: muster.v1.EncodingTerms.$Properties);
            $unknowns?: Uint8Array[];
            bits: number;
            length: number;
            clipNorm: number;
            clipValue: number;
            exampleCap: number;
            noiseReserve: number;
            metrics: number;
            static encode(m: muster.v1.EncodingTerms.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.EncodingTerms & muster.v1.EncodingTerms.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace EncodingTerms {
            interface $Properties {
                bits?: (number|null);
                length?: (number|null);
                clipNorm?: (number|null);
                clipValue?: (number|null);
                exampleCap?: (number|null);
                noiseReserve?: (number|null);
                metrics?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.EncodingTerms.$Properties;
        }

        interface ISecureSchedule extends muster.v1.SecureSchedule.$Properties {
        }

        class SecureSchedule {
            constructor(p?: muster.v1.SecureSchedule.$Properties);
            $unknowns?: Uint8Array[];
            keysMs: number;
            sharesMs: number;
            maskedMs: number;
            signaturesMs: number;
            unmaskMs: number;
            static encode(m: muster.v1.SecureSchedule.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.SecureSchedule & muster.v1.SecureSchedule.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace SecureSchedule {
            interface $Properties {
                keysMs?: (number|null);
                sharesMs?: (number|null);
                maskedMs?: (number|null);
                signaturesMs?: (number|null);
                unmaskMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.SecureSchedule.$Properties;
        }

        interface IRoundOffer extends muster.v1.RoundOffer.$Properties {
        }

        class RoundOffer {
            constructor(p?: muster.v1.RoundOffer.$Properties);
            $unknowns?: Uint8Array[];
            federationId: Uint8Array;
            manifestHash: Uint8Array;
            taskId: Uint8Array;
            round: number;
            attempt: number;
            modelHash: Uint8Array;
            cohort?: (muster.v1.CohortTerms.$Properties|null);
            encoding?: (muster.v1.EncodingTerms.$Properties|null);
            dp: Uint8Array;
            nonce: Uint8Array;
            schedule?: (muster.v1.SecureSchedule.$Properties|null);
            sig: Uint8Array;
            static encode(m: muster.v1.RoundOffer.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.RoundOffer & muster.v1.RoundOffer.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace RoundOffer {
            interface $Properties {
                federationId?: (Uint8Array|null);
                manifestHash?: (Uint8Array|null);
                taskId?: (Uint8Array|null);
                round?: (number|null);
                attempt?: (number|null);
                modelHash?: (Uint8Array|null);
                cohort?: (muster.v1.CohortTerms.$Properties|null);
                encoding?: (muster.v1.EncodingTerms.$Properties|null);
                dp?: (Uint8Array|null);
                nonce?: (Uint8Array|null);
                schedule?: (muster.v1.SecureSchedule.$Properties|null);
                sig?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.RoundOffer.$Properties;
        }

        interface IAdvertise extends muster.v1.Advertise.$Properties {
        }

        class Advertise {
            constructor(p?: muster.v1.Advertise.$Properties);
            $unknowns?: Uint8Array[];
            roundId: Uint8Array;
            cPk: Uint8Array;
            sPk: Uint8Array;
            bCommit: Uint8Array;
            sig: Uint8Array;
            static encode(m: muster.v1.Advertise.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Advertise & muster.v1.Advertise.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Advertise {
            interface $Properties {
                roundId?: (Uint8Array|null);
                cPk?: (Uint8Array|null);
                sPk?: (Uint8Array|null);
                bCommit?: (Uint8Array|null);
                sig?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Advertise.$Properties;
        }

        interface ILeaf extends muster.v1.Leaf.$Properties {
        }

        class Leaf {
            constructor(p?: muster.v1.Leaf.$Properties);
            $unknowns?: Uint8Array[];
            index: number;
            siteId: Uint8Array;
            certHash: Uint8Array;
            cPk: Uint8Array;
            sPk: Uint8Array;
            bCommit: Uint8Array;
            sig: Uint8Array;
            proof: Uint8Array[];
            cert?: (muster.v1.Certificate.$Properties|null);
            static encode(m: muster.v1.Leaf.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Leaf & muster.v1.Leaf.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Leaf {
            interface $Properties {
                index?: (number|null);
                siteId?: (Uint8Array|null);
                certHash?: (Uint8Array|null);
                cPk?: (Uint8Array|null);
                sPk?: (Uint8Array|null);
                bCommit?: (Uint8Array|null);
                sig?: (Uint8Array|null);
                proof?: (Uint8Array[]|null);
                cert?: (muster.v1.Certificate.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Leaf.$Properties;
        }

        interface IRoster extends muster.v1.Roster.$Properties {
        }

        class Roster {
            constructor(p?: muster.v1.Roster.$Properties);
            $unknowns?: Uint8Array[];
            roundId: Uint8Array;
            n: number;
            root: Uint8Array;
            self?: (muster.v1.Leaf.$Properties|null);
            neighbours: muster.v1.Leaf.$Properties[];
            k: number;
            t: number;
            static encode(m: muster.v1.Roster.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Roster & muster.v1.Roster.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Roster {
            interface $Properties {
                roundId?: (Uint8Array|null);
                n?: (number|null);
                root?: (Uint8Array|null);
                self?: (muster.v1.Leaf.$Properties|null);
                neighbours?: (muster.v1.Leaf.$Properties[]|null);
                k?: (number|null);
                t?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Roster.$Properties;
        }

        interface IShareCt extends muster.v1.ShareCt.$Properties {
        }

        class ShareCt {
            constructor(p?: muster.v1.ShareCt.$Properties);
            $unknowns?: Uint8Array[];
            to: number;
            box: Uint8Array;
            static encode(m: muster.v1.ShareCt.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ShareCt & muster.v1.ShareCt.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ShareCt {
            interface $Properties {
                to?: (number|null);
                box?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ShareCt.$Properties;
        }

        interface IShares extends muster.v1.Shares.$Properties {
        }

        class Shares {
            constructor(p?: muster.v1.Shares.$Properties);
            $unknowns?: Uint8Array[];
            roundId: Uint8Array;
            ct: muster.v1.ShareCt.$Properties[];
            static encode(m: muster.v1.Shares.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Shares & muster.v1.Shares.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Shares {
            interface $Properties {
                roundId?: (Uint8Array|null);
                ct?: (muster.v1.ShareCt.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Shares.$Properties;
        }

        interface IShareFrom extends muster.v1.ShareFrom.$Properties {
        }

        class ShareFrom {
            constructor(p?: muster.v1.ShareFrom.$Properties);
            $unknowns?: Uint8Array[];
            from: number;
            box: Uint8Array;
            static encode(m: muster.v1.ShareFrom.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ShareFrom & muster.v1.ShareFrom.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ShareFrom {
            interface $Properties {
                from?: (number|null);
                box?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ShareFrom.$Properties;
        }

        interface IShareRelay extends muster.v1.ShareRelay.$Properties {
        }

        class ShareRelay {
            constructor(p?: muster.v1.ShareRelay.$Properties);
            $unknowns?: Uint8Array[];
            roundId: Uint8Array;
            u2: Uint8Array;
            ct: muster.v1.ShareFrom.$Properties[];
            static encode(m: muster.v1.ShareRelay.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ShareRelay & muster.v1.ShareRelay.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ShareRelay {
            interface $Properties {
                roundId?: (Uint8Array|null);
                u2?: (Uint8Array|null);
                ct?: (muster.v1.ShareFrom.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ShareRelay.$Properties;
        }

        interface IMasked extends muster.v1.Masked.$Properties {
        }

        class Masked {
            constructor(p?: muster.v1.Masked.$Properties);
            $unknowns?: Uint8Array[];
            roundId: Uint8Array;
            size: number;
            sha256: Uint8Array;
            sig: Uint8Array;
            static encode(m: muster.v1.Masked.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Masked & muster.v1.Masked.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Masked {
            interface $Properties {
                roundId?: (Uint8Array|null);
                size?: (number|null);
                sha256?: (Uint8Array|null);
                sig?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Masked.$Properties;
        }

        interface ISurvivors extends muster.v1.Survivors.$Properties {
        }

        class Survivors {
            constructor(p?: muster.v1.Survivors.$Properties);
            $unknowns?: Uint8Array[];
            roundId: Uint8Array;
            u3: Uint8Array;
            static encode(m: muster.v1.Survivors.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Survivors & muster.v1.Survivors.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Survivors {
            interface $Properties {
                roundId?: (Uint8Array|null);
                u3?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Survivors.$Properties;
        }

        interface IConsistency extends muster.v1.Consistency.$Properties {
        }

        class Consistency {
            constructor(p?: muster.v1.Consistency.$Properties);
            $unknowns?: Uint8Array[];
            roundId: Uint8Array;
            sig: Uint8Array;
            static encode(m: muster.v1.Consistency.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Consistency & muster.v1.Consistency.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Consistency {
            interface $Properties {
                roundId?: (Uint8Array|null);
                sig?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Consistency.$Properties;
        }

        interface ISigBy extends muster.v1.SigBy.$Properties {
        }

        class SigBy {
            constructor(p?: muster.v1.SigBy.$Properties);
            $unknowns?: Uint8Array[];
            index: number;
            sig: Uint8Array;
            static encode(m: muster.v1.SigBy.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.SigBy & muster.v1.SigBy.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace SigBy {
            interface $Properties {
                index?: (number|null);
                sig?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.SigBy.$Properties;
        }

        interface IConsistencySet extends muster.v1.ConsistencySet.$Properties {
        }

        class ConsistencySet {
            constructor(p?: muster.v1.ConsistencySet.$Properties);
            $unknowns?: Uint8Array[];
            roundId: Uint8Array;
            sigs: muster.v1.SigBy.$Properties[];
            static encode(m: muster.v1.ConsistencySet.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ConsistencySet & muster.v1.ConsistencySet.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ConsistencySet {
            interface $Properties {
                roundId?: (Uint8Array|null);
                sigs?: (muster.v1.SigBy.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ConsistencySet.$Properties;
        }

        interface IShare extends muster.v1.Share.$Properties {
        }

        class Share {
            constructor(p?: muster.v1.Share.$Properties);
            $unknowns?: Uint8Array[];
            owner: number;
            x: number;
            v: Uint8Array;
            static encode(m: muster.v1.Share.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Share & muster.v1.Share.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Share {
            interface $Properties {
                owner?: (number|null);
                x?: (number|null);
                v?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Share.$Properties;
        }

        interface IUnmask extends muster.v1.Unmask.$Properties {
        }

        class Unmask {
            constructor(p?: muster.v1.Unmask.$Properties);
            $unknowns?: Uint8Array[];
            roundId: Uint8Array;
            b: muster.v1.Share.$Properties[];
            sk: muster.v1.Share.$Properties[];
            static encode(m: muster.v1.Unmask.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Unmask & muster.v1.Unmask.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Unmask {
            interface $Properties {
                roundId?: (Uint8Array|null);
                b?: (muster.v1.Share.$Properties[]|null);
                sk?: (muster.v1.Share.$Properties[]|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Unmask.$Properties;
        }

        enum AbortCode {
            ROSTER_SIG = 0,
            ROSTER_GRAPH = 1,
            POLICY = 2,
            BELOW_T = 3,
            NOT_IN_U3 = 4,
            SPLIT_VIEW = 5,
            REPLAY = 6,
            BUDGET = 7,
            MODEL_HASH = 8,
            INTERNAL = 9
        }

        interface IAbort extends muster.v1.Abort.$Properties {
        }

        class Abort {
            constructor(p?: muster.v1.Abort.$Properties);
            $unknowns?: Uint8Array[];
            roundId: Uint8Array;
            code: muster.v1.AbortCode;
            detail: string;
            sig: Uint8Array;
            static encode(m: muster.v1.Abort.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Abort & muster.v1.Abort.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Abort {
            interface $Properties {
                roundId?: (Uint8Array|null);
                code?: (muster.v1.AbortCode|null);
                detail?: (string|null);
                sig?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Abort.$Properties;
        }

        interface IEnvelope extends muster.v1.Envelope.$Properties {
        }

        class Envelope {
            constructor(p?: muster.v1.Envelope.$Properties);
            $unknowns?: Uint8Array[];
            id: number;
            replyTo: number;
            ok?: (muster.v1.Ok.$Properties|null);
            error?: (muster.v1.Error.$Properties|null);
            heartbeat?: (muster.v1.Heartbeat.$Properties|null);
            comeBack?: (muster.v1.ComeBack.$Properties|null);
            enrolmentRequest?: (muster.v1.EnrolmentRequest.$Properties|null);
            enrolmentReply?: (muster.v1.EnrolmentReply.$Properties|null);
            register?: (muster.v1.Register.$Properties|null);
            registered?: (muster.v1.Registered.$Properties|null);
            renewalRequest?: (muster.v1.RenewalRequest.$Properties|null);
            renewalReply?: (muster.v1.RenewalReply.$Properties|null);
            manifestHead?: (muster.v1.ManifestHead.$Properties|null);
            manifestsRequest?: (muster.v1.ManifestsRequest.$Properties|null);
            manifests?: (muster.v1.Manifests.$Properties|null);
            offer?: (muster.v1.Offer.$Properties|null);
            offerAnswer?: (muster.v1.OfferAnswer.$Properties|null);
            progress?: (muster.v1.Progress.$Properties|null);
            report?: (muster.v1.Report.$Properties|null);
            received?: (muster.v1.Received.$Properties|null);
            outcome?: (muster.v1.Outcome.$Properties|null);
            evaluationOffer?: (muster.v1.EvaluationOffer.$Properties|null);
            evaluationReport?: (muster.v1.EvaluationReport.$Properties|null);
            failure?: (muster.v1.Failure.$Properties|null);
            standing?: (muster.v1.Standing.$Properties|null);
            auditEvents?: (muster.v1.AuditEvents.$Properties|null);
            auditEventsTaken?: (muster.v1.AuditEventsTaken.$Properties|null);
            addCheckpoint?: (muster.v1.AddCheckpoint.$Properties|null);
            witnessAnswer?: (muster.v1.WitnessAnswer.$Properties|null);
            logHeadRequest?: (muster.v1.LogHeadRequest.$Properties|null);
            logHead?: (muster.v1.LogHead.$Properties|null);
            logFileRequest?: (muster.v1.LogFileRequest.$Properties|null);
            logFile?: (muster.v1.LogFile.$Properties|null);
            logTrustRequest?: (muster.v1.LogTrustRequest.$Properties|null);
            logTrust?: (muster.v1.LogTrust.$Properties|null);
            pull?: (muster.v1.Pull.$Properties|null);
            pullReady?: (muster.v1.PullReady.$Properties|null);
            pushReady?: (muster.v1.PushReady.$Properties|null);
            chunk?: (muster.v1.Chunk.$Properties|null);
            credit?: (muster.v1.Credit.$Properties|null);
            transferEnd?: (muster.v1.TransferEnd.$Properties|null);
            roundOffer?: (muster.v1.RoundOffer.$Properties|null);
            advertise?: (muster.v1.Advertise.$Properties|null);
            roster?: (muster.v1.Roster.$Properties|null);
            shares?: (muster.v1.Shares.$Properties|null);
            shareRelay?: (muster.v1.ShareRelay.$Properties|null);
            masked?: (muster.v1.Masked.$Properties|null);
            survivors?: (muster.v1.Survivors.$Properties|null);
            consistency?: (muster.v1.Consistency.$Properties|null);
            consistencySet?: (muster.v1.ConsistencySet.$Properties|null);
            unmask?: (muster.v1.Unmask.$Properties|null);
            abort?: (muster.v1.Abort.$Properties|null);
            body?: ("ok"|"error"|"heartbeat"|"comeBack"|"enrolmentRequest"|"enrolmentReply"|"register"|"registered"|"renewalRequest"|"renewalReply"|"manifestHead"|"manifestsRequest"|"manifests"|"offer"|"offerAnswer"|"progress"|"report"|"received"|"outcome"|"evaluationOffer"|"evaluationReport"|"failure"|"standing"|"auditEvents"|"auditEventsTaken"|"addCheckpoint"|"witnessAnswer"|"logHeadRequest"|"logHead"|"logFileRequest"|"logFile"|"logTrustRequest"|"logTrust"|"pull"|"pullReady"|"pushReady"|"chunk"|"credit"|"transferEnd"|"roundOffer"|"advertise"|"roster"|"shares"|"shareRelay"|"masked"|"survivors"|"consistency"|"consistencySet"|"unmask"|"abort");
            static encode(m: muster.v1.Envelope.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Envelope & muster.v1.Envelope.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Envelope {
            interface $Properties {
                id?: (number|null);
                replyTo?: (number|null);
                ok?: (muster.v1.Ok.$Properties|null);
                error?: (muster.v1.Error.$Properties|null);
                heartbeat?: (muster.v1.Heartbeat.$Properties|null);
                comeBack?: (muster.v1.ComeBack.$Properties|null);
                enrolmentRequest?: (muster.v1.EnrolmentRequest.$Properties|null);
                enrolmentReply?: (muster.v1.EnrolmentReply.$Properties|null);
                register?: (muster.v1.Register.$Properties|null);
                registered?: (muster.v1.Registered.$Properties|null);
                renewalRequest?: (muster.v1.RenewalRequest.$Properties|null);
                renewalReply?: (muster.v1.RenewalReply.$Properties|null);
                manifestHead?: (muster.v1.ManifestHead.$Properties|null);
                manifestsRequest?: (muster.v1.ManifestsRequest.$Properties|null);
                manifests?: (muster.v1.Manifests.$Properties|null);
                offer?: (muster.v1.Offer.$Properties|null);
                offerAnswer?: (muster.v1.OfferAnswer.$Properties|null);
                progress?: (muster.v1.Progress.$Properties|null);
                report?: (muster.v1.Report.$Properties|null);
                received?: (muster.v1.Received.$Properties|null);
                outcome?: (muster.v1.Outcome.$Properties|null);
                evaluationOffer?: (muster.v1.EvaluationOffer.$Properties|null);
                evaluationReport?: (muster.v1.EvaluationReport.$Properties|null);
                failure?: (muster.v1.Failure.$Properties|null);
                standing?: (muster.v1.Standing.$Properties|null);
                auditEvents?: (muster.v1.AuditEvents.$Properties|null);
                auditEventsTaken?: (muster.v1.AuditEventsTaken.$Properties|null);
                addCheckpoint?: (muster.v1.AddCheckpoint.$Properties|null);
                witnessAnswer?: (muster.v1.WitnessAnswer.$Properties|null);
                logHeadRequest?: (muster.v1.LogHeadRequest.$Properties|null);
                logHead?: (muster.v1.LogHead.$Properties|null);
                logFileRequest?: (muster.v1.LogFileRequest.$Properties|null);
                logFile?: (muster.v1.LogFile.$Properties|null);
                logTrustRequest?: (muster.v1.LogTrustRequest.$Properties|null);
                logTrust?: (muster.v1.LogTrust.$Properties|null);
                pull?: (muster.v1.Pull.$Properties|null);
                pullReady?: (muster.v1.PullReady.$Properties|null);
                pushReady?: (muster.v1.PushReady.$Properties|null);
                chunk?: (muster.v1.Chunk.$Properties|null);
                credit?: (muster.v1.Credit.$Properties|null);
                transferEnd?: (muster.v1.TransferEnd.$Properties|null);
                roundOffer?: (muster.v1.RoundOffer.$Properties|null);
                advertise?: (muster.v1.Advertise.$Properties|null);
                roster?: (muster.v1.Roster.$Properties|null);
                shares?: (muster.v1.Shares.$Properties|null);
                shareRelay?: (muster.v1.ShareRelay.$Properties|null);
                masked?: (muster.v1.Masked.$Properties|null);
                survivors?: (muster.v1.Survivors.$Properties|null);
                consistency?: (muster.v1.Consistency.$Properties|null);
                consistencySet?: (muster.v1.ConsistencySet.$Properties|null);
                unmask?: (muster.v1.Unmask.$Properties|null);
                abort?: (muster.v1.Abort.$Properties|null);
                body?: ("ok"|"error"|"heartbeat"|"comeBack"|"enrolmentRequest"|"enrolmentReply"|"register"|"registered"|"renewalRequest"|"renewalReply"|"manifestHead"|"manifestsRequest"|"manifests"|"offer"|"offerAnswer"|"progress"|"report"|"received"|"outcome"|"evaluationOffer"|"evaluationReport"|"failure"|"standing"|"auditEvents"|"auditEventsTaken"|"addCheckpoint"|"witnessAnswer"|"logHeadRequest"|"logHead"|"logFileRequest"|"logFile"|"logTrustRequest"|"logTrust"|"pull"|"pullReady"|"pushReady"|"chunk"|"credit"|"transferEnd"|"roundOffer"|"advertise"|"roster"|"shares"|"shareRelay"|"masked"|"survivors"|"consistency"|"consistencySet"|"unmask"|"abort");
                $unknowns?: Uint8Array[];
            }
            type $Shape = {
              id?: number|null;
              replyTo?: number|null;
              ok?: muster.v1.Ok.$Shape|null;
              error?: muster.v1.Error.$Shape|null;
              heartbeat?: muster.v1.Heartbeat.$Shape|null;
              comeBack?: muster.v1.ComeBack.$Shape|null;
              enrolmentRequest?: muster.v1.EnrolmentRequest.$Shape|null;
              enrolmentReply?: muster.v1.EnrolmentReply.$Shape|null;
              register?: muster.v1.Register.$Shape|null;
              registered?: muster.v1.Registered.$Shape|null;
              renewalRequest?: muster.v1.RenewalRequest.$Shape|null;
              renewalReply?: muster.v1.RenewalReply.$Shape|null;
              manifestHead?: muster.v1.ManifestHead.$Shape|null;
              manifestsRequest?: muster.v1.ManifestsRequest.$Shape|null;
              manifests?: muster.v1.Manifests.$Shape|null;
              offer?: muster.v1.Offer.$Shape|null;
              offerAnswer?: muster.v1.OfferAnswer.$Shape|null;
              progress?: muster.v1.Progress.$Shape|null;
              report?: muster.v1.Report.$Shape|null;
              received?: muster.v1.Received.$Shape|null;
              outcome?: muster.v1.Outcome.$Shape|null;
              evaluationOffer?: muster.v1.EvaluationOffer.$Shape|null;
              evaluationReport?: muster.v1.EvaluationReport.$Shape|null;
              failure?: muster.v1.Failure.$Shape|null;
              standing?: muster.v1.Standing.$Shape|null;
              auditEvents?: muster.v1.AuditEvents.$Shape|null;
              auditEventsTaken?: muster.v1.AuditEventsTaken.$Shape|null;
              addCheckpoint?: muster.v1.AddCheckpoint.$Shape|null;
              witnessAnswer?: muster.v1.WitnessAnswer.$Shape|null;
              logHeadRequest?: muster.v1.LogHeadRequest.$Shape|null;
              logHead?: muster.v1.LogHead.$Shape|null;
              logFileRequest?: muster.v1.LogFileRequest.$Shape|null;
              logFile?: muster.v1.LogFile.$Shape|null;
              logTrustRequest?: muster.v1.LogTrustRequest.$Shape|null;
              logTrust?: muster.v1.LogTrust.$Shape|null;
              pull?: muster.v1.Pull.$Shape|null;
              pullReady?: muster.v1.PullReady.$Shape|null;
              pushReady?: muster.v1.PushReady.$Shape|null;
              chunk?: muster.v1.Chunk.$Shape|null;
              credit?: muster.v1.Credit.$Shape|null;
              transferEnd?: muster.v1.TransferEnd.$Shape|null;
              roundOffer?: muster.v1.RoundOffer.$Shape|null;
              advertise?: muster.v1.Advertise.$Shape|null;
              roster?: muster.v1.Roster.$Shape|null;
              shares?: muster.v1.Shares.$Shape|null;
              shareRelay?: muster.v1.ShareRelay.$Shape|null;
              masked?: muster.v1.Masked.$Shape|null;
              survivors?: muster.v1.Survivors.$Shape|null;
              consistency?: muster.v1.Consistency.$Shape|null;
              consistencySet?: muster.v1.ConsistencySet.$Shape|null;
              unmask?: muster.v1.Unmask.$Shape|null;
              abort?: muster.v1.Abort.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "ok"; ok: muster.v1.Ok.$Shape; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "error"; ok?: null; error: muster.v1.Error.$Shape; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "heartbeat"; ok?: null; error?: null; heartbeat: muster.v1.Heartbeat.$Shape; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "comeBack"; ok?: null; error?: null; heartbeat?: null; comeBack: muster.v1.ComeBack.$Shape; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "enrolmentRequest"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest: muster.v1.EnrolmentRequest.$Shape; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "enrolmentReply"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply: muster.v1.EnrolmentReply.$Shape; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "register"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register: muster.v1.Register.$Shape; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "registered"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered: muster.v1.Registered.$Shape; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "renewalRequest"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest: muster.v1.RenewalRequest.$Shape; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "renewalReply"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply: muster.v1.RenewalReply.$Shape; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "manifestHead"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead: muster.v1.ManifestHead.$Shape; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "manifestsRequest"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest: muster.v1.ManifestsRequest.$Shape; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "manifests"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests: muster.v1.Manifests.$Shape; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "offer"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer: muster.v1.Offer.$Shape; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "offerAnswer"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer: muster.v1.OfferAnswer.$Shape; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "progress"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress: muster.v1.Progress.$Shape; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "report"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report: muster.v1.Report.$Shape; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "received"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received: muster.v1.Received.$Shape; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "outcome"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome: muster.v1.Outcome.$Shape; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "evaluationOffer"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer: muster.v1.EvaluationOffer.$Shape; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "evaluationReport"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport: muster.v1.EvaluationReport.$Shape; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "failure"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure: muster.v1.Failure.$Shape; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "standing"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing: muster.v1.Standing.$Shape; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "auditEvents"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents: muster.v1.AuditEvents.$Shape; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "auditEventsTaken"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken: muster.v1.AuditEventsTaken.$Shape; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "addCheckpoint"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint: muster.v1.AddCheckpoint.$Shape; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "witnessAnswer"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer: muster.v1.WitnessAnswer.$Shape; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "logHeadRequest"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest: muster.v1.LogHeadRequest.$Shape; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "logHead"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead: muster.v1.LogHead.$Shape; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "logFileRequest"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest: muster.v1.LogFileRequest.$Shape; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "logFile"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile: muster.v1.LogFile.$Shape; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "logTrustRequest"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest: muster.v1.LogTrustRequest.$Shape; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "logTrust"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust: muster.v1.LogTrust.$Shape; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "pull"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull: muster.v1.Pull.$Shape; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "pullReady"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady: muster.v1.PullReady.$Shape; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "pushReady"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady: muster.v1.PushReady.$Shape; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "chunk"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk: muster.v1.Chunk.$Shape; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "credit"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit: muster.v1.Credit.$Shape; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "transferEnd"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd: muster.v1.TransferEnd.$Shape; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "roundOffer"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer: muster.v1.RoundOffer.$Shape; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "advertise"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise: muster.v1.Advertise.$Shape; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "roster"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster: muster.v1.Roster.$Shape; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "shares"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares: muster.v1.Shares.$Shape; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "shareRelay"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay: muster.v1.ShareRelay.$Shape; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "masked"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked: muster.v1.Masked.$Shape; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "survivors"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors: muster.v1.Survivors.$Shape; consistency?: null; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "consistency"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency: muster.v1.Consistency.$Shape; consistencySet?: null; unmask?: null; abort?: null }|{ body?: "consistencySet"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet: muster.v1.ConsistencySet.$Shape; unmask?: null; abort?: null }|{ body?: "unmask"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask: muster.v1.Unmask.$Shape; abort?: null }|{ body?: "abort"; ok?: null; error?: null; heartbeat?: null; comeBack?: null; enrolmentRequest?: null; enrolmentReply?: null; register?: null; registered?: null; renewalRequest?: null; renewalReply?: null; manifestHead?: null; manifestsRequest?: null; manifests?: null; offer?: null; offerAnswer?: null; progress?: null; report?: null; received?: null; outcome?: null; evaluationOffer?: null; evaluationReport?: null; failure?: null; standing?: null; auditEvents?: null; auditEventsTaken?: null; addCheckpoint?: null; witnessAnswer?: null; logHeadRequest?: null; logHead?: null; logFileRequest?: null; logFile?: null; logTrustRequest?: null; logTrust?: null; pull?: null; pullReady?: null; pushReady?: null; chunk?: null; credit?: null; transferEnd?: null; roundOffer?: null; advertise?: null; roster?: null; shares?: null; shareRelay?: null; masked?: null; survivors?: null; consistency?: null; consistencySet?: null; unmask?: null; abort: muster.v1.Abort.$Shape })
            );
        }

        interface IOk extends muster.v1.Ok.$Properties {
        }

        class Ok {
            constructor(p?: muster.v1.Ok.$Properties);
            $unknowns?: Uint8Array[];
            static encode(m: muster.v1.Ok.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Ok & muster.v1.Ok.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Ok {
            interface $Properties {
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Ok.$Properties;
        }

        interface IError extends muster.v1.Error.$Properties {
        }

        class Error {
            constructor(p?: muster.v1.Error.$Properties);
            $unknowns?: Uint8Array[];
            code: string;
            message: string;
            retryable: boolean;
            retryAfterMs: number;
            detail: string;
            static encode(m: muster.v1.Error.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Error & muster.v1.Error.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Error {
            interface $Properties {
                code?: (string|null);
                message?: (string|null);
                retryable?: (boolean|null);
                retryAfterMs?: (number|null);
                detail?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Error.$Properties;
        }

        interface IHeartbeat extends muster.v1.Heartbeat.$Properties {
        }

        class Heartbeat {
            constructor(p?: muster.v1.Heartbeat.$Properties);
            $unknowns?: Uint8Array[];
            timeMs: number;
            static encode(m: muster.v1.Heartbeat.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Heartbeat & muster.v1.Heartbeat.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Heartbeat {
            interface $Properties {
                timeMs?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Heartbeat.$Properties;
        }

        interface IComeBack extends muster.v1.ComeBack.$Properties {
        }

        class ComeBack {
            constructor(p?: muster.v1.ComeBack.$Properties);
            $unknowns?: Uint8Array[];
            delayMinMs: number;
            delayMaxMs: number;
            reason: string;
            static encode(m: muster.v1.ComeBack.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.ComeBack & muster.v1.ComeBack.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace ComeBack {
            interface $Properties {
                delayMinMs?: (number|null);
                delayMaxMs?: (number|null);
                reason?: (string|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.ComeBack.$Properties;
        }

        interface IPull extends muster.v1.Pull.$Properties {
        }

        class Pull {
            constructor(p?: muster.v1.Pull.$Properties);
            $unknowns?: Uint8Array[];
            sha256: Uint8Array;
            offset: number;
            transfer: number;
            credits: number;
            static encode(m: muster.v1.Pull.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Pull & muster.v1.Pull.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Pull {
            interface $Properties {
                sha256?: (Uint8Array|null);
                offset?: (number|null);
                transfer?: (number|null);
                credits?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Pull.$Properties;
        }

        interface IPullReady extends muster.v1.PullReady.$Properties {
        }

        class PullReady {
            constructor(p?: muster.v1.PullReady.$Properties);
            $unknowns?: Uint8Array[];
            size: number;
            static encode(m: muster.v1.PullReady.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.PullReady & muster.v1.PullReady.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace PullReady {
            interface $Properties {
                size?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.PullReady.$Properties;
        }

        interface IPushReady extends muster.v1.PushReady.$Properties {
        }

        class PushReady {
            constructor(p?: muster.v1.PushReady.$Properties);
            $unknowns?: Uint8Array[];
            transfer: number;
            offset: number;
            credits: number;
            static encode(m: muster.v1.PushReady.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.PushReady & muster.v1.PushReady.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace PushReady {
            interface $Properties {
                transfer?: (number|null);
                offset?: (number|null);
                credits?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.PushReady.$Properties;
        }

        interface IChunk extends muster.v1.Chunk.$Properties {
        }

        class Chunk {
            constructor(p?: muster.v1.Chunk.$Properties);
            $unknowns?: Uint8Array[];
            transfer: number;
            offset: number;
            data: Uint8Array;
            static encode(m: muster.v1.Chunk.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Chunk & muster.v1.Chunk.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Chunk {
            interface $Properties {
                transfer?: (number|null);
                offset?: (number|null);
                data?: (Uint8Array|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Chunk.$Properties;
        }

        interface ICredit extends muster.v1.Credit.$Properties {
        }

        class Credit {
            constructor(p?: muster.v1.Credit.$Properties);
            $unknowns?: Uint8Array[];
            transfer: number;
            acked: number;
            credits: number;
            static encode(m: muster.v1.Credit.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.Credit & muster.v1.Credit.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace Credit {
            interface $Properties {
                transfer?: (number|null);
                acked?: (number|null);
                credits?: (number|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.Credit.$Properties;
        }

        interface ITransferEnd extends muster.v1.TransferEnd.$Properties {
        }

        class TransferEnd {
            constructor(p?: muster.v1.TransferEnd.$Properties);
            $unknowns?: Uint8Array[];
            transfer: number;
            error?: (muster.v1.Error.$Properties|null);
            static encode(m: muster.v1.TransferEnd.$Properties, w?: $protobuf.Writer): $protobuf.Writer;
            static decode(r: ($protobuf.Reader|Uint8Array), l?: number): muster.v1.TransferEnd & muster.v1.TransferEnd.$Shape;
            static getTypeUrl(prefix?: string): string;
        }

        namespace TransferEnd {
            interface $Properties {
                transfer?: (number|null);
                error?: (muster.v1.Error.$Properties|null);
                $unknowns?: Uint8Array[];
            }
            type $Shape = muster.v1.TransferEnd.$Properties;
        }
    }
}
