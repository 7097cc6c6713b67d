/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const muster = $root.muster = (() => {

    const muster = {};

    muster.v1 = (function() {

        const v1 = {};

        v1.OfferProof = (function() {

            const OfferProof = function (p) {
                this.cohortPath = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            OfferProof.prototype.entry = $util.newBuffer([]);
            OfferProof.prototype.proof = $util.newBuffer([]);
            OfferProof.prototype.cohortIndex = 0;
            OfferProof.prototype.cohortPath = $util.emptyArray;

            OfferProof.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.entry != null && $Object.hasOwnProperty.call(m, "entry") && m.entry.length)
                    w.uint32(10).bytes(m.entry);
                if (m.proof != null && $Object.hasOwnProperty.call(m, "proof") && m.proof.length)
                    w.uint32(18).bytes(m.proof);
                if (m.cohortIndex != null && $Object.hasOwnProperty.call(m, "cohortIndex") && m.cohortIndex !== 0)
                    w.uint32(24).uint32(m.cohortIndex);
                if (m.cohortPath != null && m.cohortPath.length) {
                    for (var i = 0; i < m.cohortPath.length; ++i)
                        w.uint32(34).bytes(m.cohortPath[i]);
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            OfferProof.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.OfferProof();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.entry = v;
                            else
                                delete m.entry;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.proof = v;
                            else
                                delete m.proof;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.cohortIndex = v;
                            else
                                delete m.cohortIndex;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if (!(m.cohortPath && m.cohortPath.length))
                                m.cohortPath = [];
                            m.cohortPath.push(r.bytes());
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            OfferProof.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.OfferProof";
            };

            return OfferProof;
        })();

        v1.AuditEvents = (function() {

            const AuditEvents = function (p) {
                this.entries = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            AuditEvents.prototype.entries = $util.emptyArray;

            AuditEvents.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.entries != null && m.entries.length) {
                    for (var i = 0; i < m.entries.length; ++i)
                        w.uint32(10).bytes(m.entries[i]);
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            AuditEvents.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.AuditEvents();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.entries && m.entries.length))
                                m.entries = [];
                            m.entries.push(r.bytes());
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            AuditEvents.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.AuditEvents";
            };

            return AuditEvents;
        })();

        v1.AuditEventsTaken = (function() {

            const AuditEventsTaken = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            AuditEventsTaken.prototype.next = 0;

            AuditEventsTaken.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.next != null && $Object.hasOwnProperty.call(m, "next") && !$Object.is(m.next, 0))
                    w.uint32(9).double(m.next);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            AuditEventsTaken.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.AuditEventsTaken();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.next = v;
                            else
                                delete m.next;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            AuditEventsTaken.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.AuditEventsTaken";
            };

            return AuditEventsTaken;
        })();

        v1.AddCheckpoint = (function() {

            const AddCheckpoint = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            AddCheckpoint.prototype.body = $util.newBuffer([]);

            AddCheckpoint.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.body != null && $Object.hasOwnProperty.call(m, "body") && m.body.length)
                    w.uint32(10).bytes(m.body);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            AddCheckpoint.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.AddCheckpoint();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.body = v;
                            else
                                delete m.body;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            AddCheckpoint.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.AddCheckpoint";
            };

            return AddCheckpoint;
        })();

        v1.WitnessAnswer = (function() {

            const WitnessAnswer = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            WitnessAnswer.prototype.status = 0;
            WitnessAnswer.prototype.contentType = "";
            WitnessAnswer.prototype.body = $util.newBuffer([]);

            WitnessAnswer.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
                    w.uint32(8).uint32(m.status);
                if (m.contentType != null && $Object.hasOwnProperty.call(m, "contentType") && m.contentType !== "")
                    w.uint32(18).string(m.contentType);
                if (m.body != null && $Object.hasOwnProperty.call(m, "body") && m.body.length)
                    w.uint32(26).bytes(m.body);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            WitnessAnswer.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.WitnessAnswer();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.status = v;
                            else
                                delete m.status;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.contentType = v;
                            else
                                delete m.contentType;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.body = v;
                            else
                                delete m.body;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            WitnessAnswer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.WitnessAnswer";
            };

            return WitnessAnswer;
        })();

        v1.LogHeadRequest = (function() {

            const LogHeadRequest = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LogHeadRequest.prototype.size = 0;

            LogHeadRequest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.size != null && $Object.hasOwnProperty.call(m, "size") && !$Object.is(m.size, 0))
                    w.uint32(9).double(m.size);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LogHeadRequest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.LogHeadRequest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.size = v;
                            else
                                delete m.size;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            LogHeadRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.LogHeadRequest";
            };

            return LogHeadRequest;
        })();

        v1.LogHead = (function() {

            const LogHead = function (p) {
                this.proof = [];
                this.witnesses = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LogHead.prototype.note = $util.newBuffer([]);
            LogHead.prototype.proof = $util.emptyArray;
            LogHead.prototype.policy = $util.newBuffer([]);
            LogHead.prototype.witnesses = $util.emptyArray;

            LogHead.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.note != null && $Object.hasOwnProperty.call(m, "note") && m.note.length)
                    w.uint32(10).bytes(m.note);
                if (m.proof != null && m.proof.length) {
                    for (var i = 0; i < m.proof.length; ++i)
                        w.uint32(18).bytes(m.proof[i]);
                }
                if (m.policy != null && $Object.hasOwnProperty.call(m, "policy") && m.policy.length)
                    w.uint32(26).bytes(m.policy);
                if (m.witnesses != null && m.witnesses.length) {
                    for (var i = 0; i < m.witnesses.length; ++i)
                        $root.muster.v1.Certificate.encode(m.witnesses[i], w.uint32(34).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LogHead.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.LogHead();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.note = v;
                            else
                                delete m.note;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.proof && m.proof.length))
                                m.proof = [];
                            m.proof.push(r.bytes());
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.policy = v;
                            else
                                delete m.policy;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if (!(m.witnesses && m.witnesses.length))
                                m.witnesses = [];
                            m.witnesses.push($root.muster.v1.Certificate.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            LogHead.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.LogHead";
            };

            return LogHead;
        })();

        v1.LogTrustRequest = (function() {

            const LogTrustRequest = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LogTrustRequest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LogTrustRequest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.LogTrustRequest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    r.skipType(t & 7, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            LogTrustRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.LogTrustRequest";
            };

            return LogTrustRequest;
        })();

        v1.LogTrust = (function() {

            const LogTrust = function (p) {
                this.witnesses = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LogTrust.prototype.policy = $util.newBuffer([]);
            LogTrust.prototype.witnesses = $util.emptyArray;

            LogTrust.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.policy != null && $Object.hasOwnProperty.call(m, "policy") && m.policy.length)
                    w.uint32(10).bytes(m.policy);
                if (m.witnesses != null && m.witnesses.length) {
                    for (var i = 0; i < m.witnesses.length; ++i)
                        $root.muster.v1.Certificate.encode(m.witnesses[i], w.uint32(18).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LogTrust.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.LogTrust();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.policy = v;
                            else
                                delete m.policy;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.witnesses && m.witnesses.length))
                                m.witnesses = [];
                            m.witnesses.push($root.muster.v1.Certificate.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            LogTrust.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.LogTrust";
            };

            return LogTrust;
        })();

        v1.LogFileRequest = (function() {

            const LogFileRequest = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LogFileRequest.prototype.path = "";
            LogFileRequest.prototype.offset = 0;

            LogFileRequest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.path != null && $Object.hasOwnProperty.call(m, "path") && m.path !== "")
                    w.uint32(10).string(m.path);
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && !$Object.is(m.offset, 0))
                    w.uint32(17).double(m.offset);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LogFileRequest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.LogFileRequest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.path = v;
                            else
                                delete m.path;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            LogFileRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.LogFileRequest";
            };

            return LogFileRequest;
        })();

        v1.LogFile = (function() {

            const LogFile = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LogFile.prototype.size = 0;
            LogFile.prototype.data = $util.newBuffer([]);

            LogFile.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.size != null && $Object.hasOwnProperty.call(m, "size") && !$Object.is(m.size, 0))
                    w.uint32(9).double(m.size);
                if (m.data != null && $Object.hasOwnProperty.call(m, "data") && m.data.length)
                    w.uint32(18).bytes(m.data);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            LogFile.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.LogFile();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.size = v;
                            else
                                delete m.size;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.data = v;
                            else
                                delete m.data;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            LogFile.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.LogFile";
            };

            return LogFile;
        })();

        v1.Role = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ROLE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "COORDINATOR"] = 1;
            values[valuesById[2] = "SITE"] = 2;
            return values;
        })();

        v1.CertificateBody = (function() {

            const CertificateBody = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            CertificateBody.prototype.serial = $util.newBuffer([]);
            CertificateBody.prototype.role = 0;
            CertificateBody.prototype.name = "";
            CertificateBody.prototype.federationId = $util.newBuffer([]);
            CertificateBody.prototype.signingKey = $util.newBuffer([]);
            CertificateBody.prototype.sealingKey = $util.newBuffer([]);
            CertificateBody.prototype.issuerKey = $util.newBuffer([]);
            CertificateBody.prototype.notBeforeMs = 0;
            CertificateBody.prototype.notAfterMs = 0;
            CertificateBody.prototype.producerKey = $util.newBuffer([]);
            CertificateBody.prototype.witnessKey = $util.newBuffer([]);
            CertificateBody.prototype.logKey = $util.newBuffer([]);

            CertificateBody.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.serial != null && $Object.hasOwnProperty.call(m, "serial") && m.serial.length)
                    w.uint32(10).bytes(m.serial);
                if (m.role != null && $Object.hasOwnProperty.call(m, "role") && m.role !== 0)
                    w.uint32(16).int32(m.role);
                if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
                    w.uint32(26).string(m.name);
                if (m.federationId != null && $Object.hasOwnProperty.call(m, "federationId") && m.federationId.length)
                    w.uint32(34).bytes(m.federationId);
                if (m.signingKey != null && $Object.hasOwnProperty.call(m, "signingKey") && m.signingKey.length)
                    w.uint32(42).bytes(m.signingKey);
                if (m.sealingKey != null && $Object.hasOwnProperty.call(m, "sealingKey") && m.sealingKey.length)
                    w.uint32(50).bytes(m.sealingKey);
                if (m.issuerKey != null && $Object.hasOwnProperty.call(m, "issuerKey") && m.issuerKey.length)
                    w.uint32(58).bytes(m.issuerKey);
                if (m.notBeforeMs != null && $Object.hasOwnProperty.call(m, "notBeforeMs") && !$Object.is(m.notBeforeMs, 0))
                    w.uint32(65).double(m.notBeforeMs);
                if (m.notAfterMs != null && $Object.hasOwnProperty.call(m, "notAfterMs") && !$Object.is(m.notAfterMs, 0))
                    w.uint32(73).double(m.notAfterMs);
                if (m.producerKey != null && $Object.hasOwnProperty.call(m, "producerKey") && m.producerKey.length)
                    w.uint32(82).bytes(m.producerKey);
                if (m.witnessKey != null && $Object.hasOwnProperty.call(m, "witnessKey") && m.witnessKey.length)
                    w.uint32(90).bytes(m.witnessKey);
                if (m.logKey != null && $Object.hasOwnProperty.call(m, "logKey") && m.logKey.length)
                    w.uint32(98).bytes(m.logKey);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            CertificateBody.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.CertificateBody();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.serial = v;
                            else
                                delete m.serial;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.role = v;
                            else
                                delete m.role;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.name = v;
                            else
                                delete m.name;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.federationId = v;
                            else
                                delete m.federationId;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signingKey = v;
                            else
                                delete m.signingKey;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sealingKey = v;
                            else
                                delete m.sealingKey;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.issuerKey = v;
                            else
                                delete m.issuerKey;
                            continue;
                        }
                    case 8: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.notBeforeMs = v;
                            else
                                delete m.notBeforeMs;
                            continue;
                        }
                    case 9: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.notAfterMs = v;
                            else
                                delete m.notAfterMs;
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.producerKey = v;
                            else
                                delete m.producerKey;
                            continue;
                        }
                    case 11: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.witnessKey = v;
                            else
                                delete m.witnessKey;
                            continue;
                        }
                    case 12: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.logKey = v;
                            else
                                delete m.logKey;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            CertificateBody.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.CertificateBody";
            };

            return CertificateBody;
        })();

        v1.Certificate = (function() {

            const Certificate = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Certificate.prototype.body = $util.newBuffer([]);
            Certificate.prototype.signature = $util.newBuffer([]);

            Certificate.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.body != null && $Object.hasOwnProperty.call(m, "body") && m.body.length)
                    w.uint32(10).bytes(m.body);
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(18).bytes(m.signature);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Certificate.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Certificate();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.body = v;
                            else
                                delete m.body;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Certificate.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Certificate";
            };

            return Certificate;
        })();

        v1.Purpose = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PURPOSE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "SESSION"] = 1;
            values[valuesById[2] = "ENROLMENT"] = 2;
            return values;
        })();

        v1.ClientHello = (function() {

            const ClientHello = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ClientHello.prototype.versionMin = 0;
            ClientHello.prototype.versionMax = 0;
            ClientHello.prototype.purpose = 0;
            ClientHello.prototype.federationId = $util.newBuffer([]);
            ClientHello.prototype.ephemeralKey = $util.newBuffer([]);
            ClientHello.prototype.nonce = $util.newBuffer([]);
            ClientHello.prototype.timeMs = 0;

            ClientHello.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.versionMin != null && $Object.hasOwnProperty.call(m, "versionMin") && m.versionMin !== 0)
                    w.uint32(8).uint32(m.versionMin);
                if (m.versionMax != null && $Object.hasOwnProperty.call(m, "versionMax") && m.versionMax !== 0)
                    w.uint32(16).uint32(m.versionMax);
                if (m.purpose != null && $Object.hasOwnProperty.call(m, "purpose") && m.purpose !== 0)
                    w.uint32(24).int32(m.purpose);
                if (m.federationId != null && $Object.hasOwnProperty.call(m, "federationId") && m.federationId.length)
                    w.uint32(34).bytes(m.federationId);
                if (m.ephemeralKey != null && $Object.hasOwnProperty.call(m, "ephemeralKey") && m.ephemeralKey.length)
                    w.uint32(42).bytes(m.ephemeralKey);
                if (m.nonce != null && $Object.hasOwnProperty.call(m, "nonce") && m.nonce.length)
                    w.uint32(50).bytes(m.nonce);
                if (m.timeMs != null && $Object.hasOwnProperty.call(m, "timeMs") && !$Object.is(m.timeMs, 0))
                    w.uint32(57).double(m.timeMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ClientHello.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ClientHello();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.versionMin = v;
                            else
                                delete m.versionMin;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.versionMax = v;
                            else
                                delete m.versionMax;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.purpose = v;
                            else
                                delete m.purpose;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.federationId = v;
                            else
                                delete m.federationId;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.ephemeralKey = v;
                            else
                                delete m.ephemeralKey;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.nonce = v;
                            else
                                delete m.nonce;
                            continue;
                        }
                    case 7: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.timeMs = v;
                            else
                                delete m.timeMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ClientHello.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ClientHello";
            };

            return ClientHello;
        })();

        v1.ServerHello = (function() {

            const ServerHello = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ServerHello.prototype.version = 0;
            ServerHello.prototype.ephemeralKey = $util.newBuffer([]);
            ServerHello.prototype.nonce = $util.newBuffer([]);
            ServerHello.prototype.timeMs = 0;
            ServerHello.prototype.certificate = null;
            ServerHello.prototype.signature = $util.newBuffer([]);

            ServerHello.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== 0)
                    w.uint32(8).uint32(m.version);
                if (m.ephemeralKey != null && $Object.hasOwnProperty.call(m, "ephemeralKey") && m.ephemeralKey.length)
                    w.uint32(18).bytes(m.ephemeralKey);
                if (m.nonce != null && $Object.hasOwnProperty.call(m, "nonce") && m.nonce.length)
                    w.uint32(26).bytes(m.nonce);
                if (m.timeMs != null && $Object.hasOwnProperty.call(m, "timeMs") && !$Object.is(m.timeMs, 0))
                    w.uint32(33).double(m.timeMs);
                if (m.certificate != null && $Object.hasOwnProperty.call(m, "certificate"))
                    $root.muster.v1.Certificate.encode(m.certificate, w.uint32(42).fork(), q + 1).ldelim();
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(50).bytes(m.signature);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ServerHello.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ServerHello();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.version = v;
                            else
                                delete m.version;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.ephemeralKey = v;
                            else
                                delete m.ephemeralKey;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.nonce = v;
                            else
                                delete m.nonce;
                            continue;
                        }
                    case 4: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.timeMs = v;
                            else
                                delete m.timeMs;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            m.certificate = $root.muster.v1.Certificate.decode(r, r.size(), $undefined, q + 1, m.certificate);
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ServerHello.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ServerHello";
            };

            return ServerHello;
        })();

        v1.ClientProof = (function() {

            const ClientProof = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ClientProof.prototype.certificate = null;
            ClientProof.prototype.signature = $util.newBuffer([]);

            ClientProof.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.certificate != null && $Object.hasOwnProperty.call(m, "certificate"))
                    $root.muster.v1.Certificate.encode(m.certificate, w.uint32(10).fork(), q + 1).ldelim();
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(18).bytes(m.signature);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ClientProof.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ClientProof();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.certificate = $root.muster.v1.Certificate.decode(r, r.size(), $undefined, q + 1, m.certificate);
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ClientProof.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ClientProof";
            };

            return ClientProof;
        })();

        v1.Handshake = (function() {

            const Handshake = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Handshake.prototype.clientHello = null;
            Handshake.prototype.serverHello = null;
            Handshake.prototype.refusal = null;

            let $oneOfFields;

            $Object.defineProperty(Handshake.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["clientHello", "serverHello", "refusal"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Handshake.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.clientHello != null && $Object.hasOwnProperty.call(m, "clientHello"))
                    $root.muster.v1.ClientHello.encode(m.clientHello, w.uint32(10).fork(), q + 1).ldelim();
                if (m.serverHello != null && $Object.hasOwnProperty.call(m, "serverHello"))
                    $root.muster.v1.ServerHello.encode(m.serverHello, w.uint32(18).fork(), q + 1).ldelim();
                if (m.refusal != null && $Object.hasOwnProperty.call(m, "refusal"))
                    $root.muster.v1.HandshakeRefusal.encode(m.refusal, w.uint32(26).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Handshake.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Handshake();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.clientHello = $root.muster.v1.ClientHello.decode(r, r.size(), $undefined, q + 1, m.clientHello);
                            m.body = "clientHello";
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.serverHello = $root.muster.v1.ServerHello.decode(r, r.size(), $undefined, q + 1, m.serverHello);
                            m.body = "serverHello";
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            m.refusal = $root.muster.v1.HandshakeRefusal.decode(r, r.size(), $undefined, q + 1, m.refusal);
                            m.body = "refusal";
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Handshake.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Handshake";
            };

            return Handshake;
        })();

        v1.HandshakeRefusal = (function() {

            const HandshakeRefusal = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            HandshakeRefusal.prototype.code = "";
            HandshakeRefusal.prototype.message = "";
            HandshakeRefusal.prototype.timeMs = 0;

            HandshakeRefusal.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.code != null && $Object.hasOwnProperty.call(m, "code") && m.code !== "")
                    w.uint32(10).string(m.code);
                if (m.message != null && $Object.hasOwnProperty.call(m, "message") && m.message !== "")
                    w.uint32(18).string(m.message);
                if (m.timeMs != null && $Object.hasOwnProperty.call(m, "timeMs") && !$Object.is(m.timeMs, 0))
                    w.uint32(25).double(m.timeMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            HandshakeRefusal.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.HandshakeRefusal();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.code = v;
                            else
                                delete m.code;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.message = v;
                            else
                                delete m.message;
                            continue;
                        }
                    case 3: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.timeMs = v;
                            else
                                delete m.timeMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            HandshakeRefusal.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.HandshakeRefusal";
            };

            return HandshakeRefusal;
        })();

        v1.EnrolmentBody = (function() {

            const EnrolmentBody = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            EnrolmentBody.prototype.name = "";
            EnrolmentBody.prototype.signingKey = $util.newBuffer([]);
            EnrolmentBody.prototype.sealingKey = $util.newBuffer([]);
            EnrolmentBody.prototype.hostLabel = "";
            EnrolmentBody.prototype.producerKey = $util.newBuffer([]);
            EnrolmentBody.prototype.witnessKey = $util.newBuffer([]);
            EnrolmentBody.prototype.logKey = $util.newBuffer([]);

            EnrolmentBody.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
                    w.uint32(10).string(m.name);
                if (m.signingKey != null && $Object.hasOwnProperty.call(m, "signingKey") && m.signingKey.length)
                    w.uint32(18).bytes(m.signingKey);
                if (m.sealingKey != null && $Object.hasOwnProperty.call(m, "sealingKey") && m.sealingKey.length)
                    w.uint32(26).bytes(m.sealingKey);
                if (m.hostLabel != null && $Object.hasOwnProperty.call(m, "hostLabel") && m.hostLabel !== "")
                    w.uint32(34).string(m.hostLabel);
                if (m.producerKey != null && $Object.hasOwnProperty.call(m, "producerKey") && m.producerKey.length)
                    w.uint32(42).bytes(m.producerKey);
                if (m.witnessKey != null && $Object.hasOwnProperty.call(m, "witnessKey") && m.witnessKey.length)
                    w.uint32(50).bytes(m.witnessKey);
                if (m.logKey != null && $Object.hasOwnProperty.call(m, "logKey") && m.logKey.length)
                    w.uint32(58).bytes(m.logKey);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            EnrolmentBody.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.EnrolmentBody();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.name = v;
                            else
                                delete m.name;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signingKey = v;
                            else
                                delete m.signingKey;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sealingKey = v;
                            else
                                delete m.sealingKey;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.hostLabel = v;
                            else
                                delete m.hostLabel;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.producerKey = v;
                            else
                                delete m.producerKey;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.witnessKey = v;
                            else
                                delete m.witnessKey;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.logKey = v;
                            else
                                delete m.logKey;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            EnrolmentBody.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.EnrolmentBody";
            };

            return EnrolmentBody;
        })();

        v1.EnrolmentRequest = (function() {

            const EnrolmentRequest = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            EnrolmentRequest.prototype.body = $util.newBuffer([]);
            EnrolmentRequest.prototype.tokenSecret = $util.newBuffer([]);
            EnrolmentRequest.prototype.signature = $util.newBuffer([]);

            EnrolmentRequest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.body != null && $Object.hasOwnProperty.call(m, "body") && m.body.length)
                    w.uint32(10).bytes(m.body);
                if (m.tokenSecret != null && $Object.hasOwnProperty.call(m, "tokenSecret") && m.tokenSecret.length)
                    w.uint32(18).bytes(m.tokenSecret);
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(26).bytes(m.signature);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            EnrolmentRequest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.EnrolmentRequest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.body = v;
                            else
                                delete m.body;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.tokenSecret = v;
                            else
                                delete m.tokenSecret;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            EnrolmentRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.EnrolmentRequest";
            };

            return EnrolmentRequest;
        })();

        v1.EnrolmentReply = (function() {

            const EnrolmentReply = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            EnrolmentReply.prototype.certificate = null;

            EnrolmentReply.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.certificate != null && $Object.hasOwnProperty.call(m, "certificate"))
                    $root.muster.v1.Certificate.encode(m.certificate, w.uint32(10).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            EnrolmentReply.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.EnrolmentReply();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.certificate = $root.muster.v1.Certificate.decode(r, r.size(), $undefined, q + 1, m.certificate);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            EnrolmentReply.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.EnrolmentReply";
            };

            return EnrolmentReply;
        })();

        v1.CertificateRequest = (function() {

            const CertificateRequest = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            CertificateRequest.prototype.body = $util.newBuffer([]);
            CertificateRequest.prototype.signature = $util.newBuffer([]);

            CertificateRequest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.body != null && $Object.hasOwnProperty.call(m, "body") && m.body.length)
                    w.uint32(10).bytes(m.body);
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(18).bytes(m.signature);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            CertificateRequest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.CertificateRequest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.body = v;
                            else
                                delete m.body;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            CertificateRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.CertificateRequest";
            };

            return CertificateRequest;
        })();

        v1.RenewalRequest = (function() {

            const RenewalRequest = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RenewalRequest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RenewalRequest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.RenewalRequest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    r.skipType(t & 7, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            RenewalRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.RenewalRequest";
            };

            return RenewalRequest;
        })();

        v1.RenewalReply = (function() {

            const RenewalReply = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RenewalReply.prototype.certificate = null;

            RenewalReply.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.certificate != null && $Object.hasOwnProperty.call(m, "certificate"))
                    $root.muster.v1.Certificate.encode(m.certificate, w.uint32(10).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RenewalReply.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.RenewalReply();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.certificate = $root.muster.v1.Certificate.decode(r, r.size(), $undefined, q + 1, m.certificate);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            RenewalReply.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.RenewalReply";
            };

            return RenewalReply;
        })();

        v1.Organisation = (function() {

            const Organisation = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Organisation.prototype.name = "";
            Organisation.prototype.key = $util.newBuffer([]);
            Organisation.prototype.sitesMax = 0;
            Organisation.prototype.formerKey = $util.newBuffer([]);

            Organisation.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
                    w.uint32(10).string(m.name);
                if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key.length)
                    w.uint32(18).bytes(m.key);
                if (m.sitesMax != null && $Object.hasOwnProperty.call(m, "sitesMax") && m.sitesMax !== 0)
                    w.uint32(24).uint32(m.sitesMax);
                if (m.formerKey != null && $Object.hasOwnProperty.call(m, "formerKey") && m.formerKey.length)
                    w.uint32(34).bytes(m.formerKey);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Organisation.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Organisation();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.name = v;
                            else
                                delete m.name;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.key = v;
                            else
                                delete m.key;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.sitesMax = v;
                            else
                                delete m.sitesMax;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.formerKey = v;
                            else
                                delete m.formerKey;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Organisation.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Organisation";
            };

            return Organisation;
        })();

        v1.FederationManifest = (function() {

            const FederationManifest = function (p) {
                this.organisations = [];
                this.coordinatorKeys = [];
                this.modelHashes = [];
                this.revoked = [];
                this.witnesses = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            FederationManifest.prototype.federationId = $util.newBuffer([]);
            FederationManifest.prototype.federationName = "";
            FederationManifest.prototype.epoch = 0;
            FederationManifest.prototype.previousHash = $util.newBuffer([]);
            FederationManifest.prototype.timeMs = 0;
            FederationManifest.prototype.organisations = $util.emptyArray;
            FederationManifest.prototype.signaturesMin = 0;
            FederationManifest.prototype.coordinatorKeys = $util.emptyArray;
            FederationManifest.prototype.cohortMin = 0;
            FederationManifest.prototype.groupMin = 0;
            FederationManifest.prototype.corruptPerMilleMax = 0;
            FederationManifest.prototype.dropoutPerMilleMax = 0;
            FederationManifest.prototype.modelHashes = $util.emptyArray;
            FederationManifest.prototype.revoked = $util.emptyArray;
            FederationManifest.prototype.witnesses = $util.emptyArray;

            FederationManifest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.federationId != null && $Object.hasOwnProperty.call(m, "federationId") && m.federationId.length)
                    w.uint32(10).bytes(m.federationId);
                if (m.federationName != null && $Object.hasOwnProperty.call(m, "federationName") && m.federationName !== "")
                    w.uint32(18).string(m.federationName);
                if (m.epoch != null && $Object.hasOwnProperty.call(m, "epoch") && m.epoch !== 0)
                    w.uint32(24).uint32(m.epoch);
                if (m.previousHash != null && $Object.hasOwnProperty.call(m, "previousHash") && m.previousHash.length)
                    w.uint32(34).bytes(m.previousHash);
                if (m.timeMs != null && $Object.hasOwnProperty.call(m, "timeMs") && !$Object.is(m.timeMs, 0))
                    w.uint32(41).double(m.timeMs);
                if (m.organisations != null && m.organisations.length) {
                    for (var i = 0; i < m.organisations.length; ++i)
                        $root.muster.v1.Organisation.encode(m.organisations[i], w.uint32(50).fork(), q + 1).ldelim();
                }
                if (m.signaturesMin != null && $Object.hasOwnProperty.call(m, "signaturesMin") && m.signaturesMin !== 0)
                    w.uint32(56).uint32(m.signaturesMin);
                if (m.coordinatorKeys != null && m.coordinatorKeys.length) {
                    for (var i = 0; i < m.coordinatorKeys.length; ++i)
                        w.uint32(66).bytes(m.coordinatorKeys[i]);
                }
                if (m.cohortMin != null && $Object.hasOwnProperty.call(m, "cohortMin") && m.cohortMin !== 0)
                    w.uint32(72).uint32(m.cohortMin);
                if (m.groupMin != null && $Object.hasOwnProperty.call(m, "groupMin") && m.groupMin !== 0)
                    w.uint32(80).uint32(m.groupMin);
                if (m.corruptPerMilleMax != null && $Object.hasOwnProperty.call(m, "corruptPerMilleMax") && m.corruptPerMilleMax !== 0)
                    w.uint32(88).uint32(m.corruptPerMilleMax);
                if (m.dropoutPerMilleMax != null && $Object.hasOwnProperty.call(m, "dropoutPerMilleMax") && m.dropoutPerMilleMax !== 0)
                    w.uint32(96).uint32(m.dropoutPerMilleMax);
                if (m.modelHashes != null && m.modelHashes.length) {
                    for (var i = 0; i < m.modelHashes.length; ++i)
                        w.uint32(106).bytes(m.modelHashes[i]);
                }
                if (m.revoked != null && m.revoked.length) {
                    for (var i = 0; i < m.revoked.length; ++i)
                        w.uint32(114).bytes(m.revoked[i]);
                }
                if (m.witnesses != null && m.witnesses.length) {
                    for (var i = 0; i < m.witnesses.length; ++i)
                        w.uint32(122).string(m.witnesses[i]);
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            FederationManifest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.FederationManifest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.federationId = v;
                            else
                                delete m.federationId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.federationName = v;
                            else
                                delete m.federationName;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.epoch = v;
                            else
                                delete m.epoch;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.previousHash = v;
                            else
                                delete m.previousHash;
                            continue;
                        }
                    case 5: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.timeMs = v;
                            else
                                delete m.timeMs;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if (!(m.organisations && m.organisations.length))
                                m.organisations = [];
                            m.organisations.push($root.muster.v1.Organisation.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.signaturesMin = v;
                            else
                                delete m.signaturesMin;
                            continue;
                        }
                    case 8: {
                            if (u !== 2)
                                break;
                            if (!(m.coordinatorKeys && m.coordinatorKeys.length))
                                m.coordinatorKeys = [];
                            m.coordinatorKeys.push(r.bytes());
                            continue;
                        }
                    case 9: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.cohortMin = v;
                            else
                                delete m.cohortMin;
                            continue;
                        }
                    case 10: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.groupMin = v;
                            else
                                delete m.groupMin;
                            continue;
                        }
                    case 11: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.corruptPerMilleMax = v;
                            else
                                delete m.corruptPerMilleMax;
                            continue;
                        }
                    case 12: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.dropoutPerMilleMax = v;
                            else
                                delete m.dropoutPerMilleMax;
                            continue;
                        }
                    case 13: {
                            if (u !== 2)
                                break;
                            if (!(m.modelHashes && m.modelHashes.length))
                                m.modelHashes = [];
                            m.modelHashes.push(r.bytes());
                            continue;
                        }
                    case 14: {
                            if (u !== 2)
                                break;
                            if (!(m.revoked && m.revoked.length))
                                m.revoked = [];
                            m.revoked.push(r.bytes());
                            continue;
                        }
                    case 15: {
                            if (u !== 2)
                                break;
                            if (!(m.witnesses && m.witnesses.length))
                                m.witnesses = [];
                            m.witnesses.push(r.stringVerify());
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            FederationManifest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.FederationManifest";
            };

            return FederationManifest;
        })();

        v1.ManifestSignature = (function() {

            const ManifestSignature = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ManifestSignature.prototype.key = $util.newBuffer([]);
            ManifestSignature.prototype.signature = $util.newBuffer([]);

            ManifestSignature.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key.length)
                    w.uint32(10).bytes(m.key);
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(18).bytes(m.signature);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ManifestSignature.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ManifestSignature();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.key = v;
                            else
                                delete m.key;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ManifestSignature.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ManifestSignature";
            };

            return ManifestSignature;
        })();

        v1.SignedManifest = (function() {

            const SignedManifest = function (p) {
                this.signatures = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SignedManifest.prototype.manifest = $util.newBuffer([]);
            SignedManifest.prototype.signatures = $util.emptyArray;

            SignedManifest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.manifest != null && $Object.hasOwnProperty.call(m, "manifest") && m.manifest.length)
                    w.uint32(10).bytes(m.manifest);
                if (m.signatures != null && m.signatures.length) {
                    for (var i = 0; i < m.signatures.length; ++i)
                        $root.muster.v1.ManifestSignature.encode(m.signatures[i], w.uint32(18).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SignedManifest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.SignedManifest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.manifest = v;
                            else
                                delete m.manifest;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.signatures && m.signatures.length))
                                m.signatures = [];
                            m.signatures.push($root.muster.v1.ManifestSignature.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            SignedManifest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.SignedManifest";
            };

            return SignedManifest;
        })();

        v1.ManifestHead = (function() {

            const ManifestHead = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ManifestHead.prototype.epoch = 0;
            ManifestHead.prototype.hash = $util.newBuffer([]);

            ManifestHead.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.epoch != null && $Object.hasOwnProperty.call(m, "epoch") && m.epoch !== 0)
                    w.uint32(8).uint32(m.epoch);
                if (m.hash != null && $Object.hasOwnProperty.call(m, "hash") && m.hash.length)
                    w.uint32(18).bytes(m.hash);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ManifestHead.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ManifestHead();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.epoch = v;
                            else
                                delete m.epoch;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.hash = v;
                            else
                                delete m.hash;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ManifestHead.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ManifestHead";
            };

            return ManifestHead;
        })();

        v1.ManifestsRequest = (function() {

            const ManifestsRequest = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ManifestsRequest.prototype.after = 0;

            ManifestsRequest.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.after != null && $Object.hasOwnProperty.call(m, "after") && m.after !== 0)
                    w.uint32(8).uint32(m.after);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ManifestsRequest.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ManifestsRequest();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.after = v;
                            else
                                delete m.after;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ManifestsRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ManifestsRequest";
            };

            return ManifestsRequest;
        })();

        v1.Manifests = (function() {

            const Manifests = function (p) {
                this.manifests = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Manifests.prototype.manifests = $util.emptyArray;

            Manifests.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.manifests != null && m.manifests.length) {
                    for (var i = 0; i < m.manifests.length; ++i)
                        $root.muster.v1.SignedManifest.encode(m.manifests[i], w.uint32(10).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Manifests.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Manifests();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if (!(m.manifests && m.manifests.length))
                                m.manifests = [];
                            m.manifests.push($root.muster.v1.SignedManifest.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Manifests.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Manifests";
            };

            return Manifests;
        })();

        v1.EngineReport = (function() {

            const EngineReport = function (p) {
                this.overrides = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            EngineReport.prototype.requested = "";
            EngineReport.prototype.selected = "";
            EngineReport.prototype.version = "";
            EngineReport.prototype.selfCheckMaxRelErr = 0;
            EngineReport.prototype.selfCheckPassed = false;
            EngineReport.prototype.overrides = $util.emptyArray;
            EngineReport.prototype.rejected = "";

            EngineReport.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.requested != null && $Object.hasOwnProperty.call(m, "requested") && m.requested !== "")
                    w.uint32(10).string(m.requested);
                if (m.selected != null && $Object.hasOwnProperty.call(m, "selected") && m.selected !== "")
                    w.uint32(18).string(m.selected);
                if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== "")
                    w.uint32(26).string(m.version);
                if (m.selfCheckMaxRelErr != null && $Object.hasOwnProperty.call(m, "selfCheckMaxRelErr") && !$Object.is(m.selfCheckMaxRelErr, 0))
                    w.uint32(33).double(m.selfCheckMaxRelErr);
                if (m.selfCheckPassed != null && $Object.hasOwnProperty.call(m, "selfCheckPassed") && m.selfCheckPassed !== false)
                    w.uint32(40).bool(m.selfCheckPassed);
                if (m.overrides != null && m.overrides.length) {
                    for (var i = 0; i < m.overrides.length; ++i)
                        w.uint32(50).string(m.overrides[i]);
                }
                if (m.rejected != null && $Object.hasOwnProperty.call(m, "rejected") && m.rejected !== "")
                    w.uint32(58).string(m.rejected);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            EngineReport.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.EngineReport();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.requested = v;
                            else
                                delete m.requested;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.selected = v;
                            else
                                delete m.selected;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.version = v;
                            else
                                delete m.version;
                            continue;
                        }
                    case 4: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.selfCheckMaxRelErr = v;
                            else
                                delete m.selfCheckMaxRelErr;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.selfCheckPassed = v;
                            else
                                delete m.selfCheckPassed;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if (!(m.overrides && m.overrides.length))
                                m.overrides = [];
                            m.overrides.push(r.stringVerify());
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.rejected = v;
                            else
                                delete m.rejected;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            EngineReport.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.EngineReport";
            };

            return EngineReport;
        })();

        v1.DatasetSummary = (function() {

            const DatasetSummary = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            DatasetSummary.prototype.name = "";
            DatasetSummary.prototype.kind = "";

            DatasetSummary.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
                    w.uint32(10).string(m.name);
                if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
                    w.uint32(18).string(m.kind);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            DatasetSummary.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.DatasetSummary();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.name = v;
                            else
                                delete m.name;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.kind = v;
                            else
                                delete m.kind;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            DatasetSummary.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.DatasetSummary";
            };

            return DatasetSummary;
        })();

        v1.Register = (function() {

            const Register = function (p) {
                this.datasets = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Register.prototype.agentVersion = "";
            Register.prototype.nodeVersion = "";
            Register.prototype.platform = "";
            Register.prototype.engine = null;
            Register.prototype.datasets = $util.emptyArray;
            Register.prototype.policyVersion = 0;
            Register.prototype.policyHash = $util.newBuffer([]);
            Register.prototype.policy = null;

            Register.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.agentVersion != null && $Object.hasOwnProperty.call(m, "agentVersion") && m.agentVersion !== "")
                    w.uint32(10).string(m.agentVersion);
                if (m.nodeVersion != null && $Object.hasOwnProperty.call(m, "nodeVersion") && m.nodeVersion !== "")
                    w.uint32(18).string(m.nodeVersion);
                if (m.platform != null && $Object.hasOwnProperty.call(m, "platform") && m.platform !== "")
                    w.uint32(26).string(m.platform);
                if (m.engine != null && $Object.hasOwnProperty.call(m, "engine"))
                    $root.muster.v1.EngineReport.encode(m.engine, w.uint32(34).fork(), q + 1).ldelim();
                if (m.datasets != null && m.datasets.length) {
                    for (var i = 0; i < m.datasets.length; ++i)
                        $root.muster.v1.DatasetSummary.encode(m.datasets[i], w.uint32(42).fork(), q + 1).ldelim();
                }
                if (m.policyVersion != null && $Object.hasOwnProperty.call(m, "policyVersion") && !$Object.is(m.policyVersion, 0))
                    w.uint32(49).double(m.policyVersion);
                if (m.policyHash != null && $Object.hasOwnProperty.call(m, "policyHash") && m.policyHash.length)
                    w.uint32(58).bytes(m.policyHash);
                if (m.policy != null && $Object.hasOwnProperty.call(m, "policy"))
                    $root.muster.v1.PublishedPolicy.encode(m.policy, w.uint32(162).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Register.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Register();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.agentVersion = v;
                            else
                                delete m.agentVersion;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.nodeVersion = v;
                            else
                                delete m.nodeVersion;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.platform = v;
                            else
                                delete m.platform;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            m.engine = $root.muster.v1.EngineReport.decode(r, r.size(), $undefined, q + 1, m.engine);
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if (!(m.datasets && m.datasets.length))
                                m.datasets = [];
                            m.datasets.push($root.muster.v1.DatasetSummary.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 6: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.policyVersion = v;
                            else
                                delete m.policyVersion;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.policyHash = v;
                            else
                                delete m.policyHash;
                            continue;
                        }
                    case 20: {
                            if (u !== 2)
                                break;
                            m.policy = $root.muster.v1.PublishedPolicy.decode(r, r.size(), $undefined, q + 1, m.policy);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Register.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Register";
            };

            return Register;
        })();

        v1.PublishedPolicy = (function() {

            const PublishedPolicy = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            PublishedPolicy.prototype.document = $util.newBuffer([]);
            PublishedPolicy.prototype.signature = $util.newBuffer([]);

            PublishedPolicy.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.document != null && $Object.hasOwnProperty.call(m, "document") && m.document.length)
                    w.uint32(10).bytes(m.document);
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(18).bytes(m.signature);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            PublishedPolicy.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.PublishedPolicy();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.document = v;
                            else
                                delete m.document;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            PublishedPolicy.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.PublishedPolicy";
            };

            return PublishedPolicy;
        })();

        v1.Registered = (function() {

            const Registered = function (p) {
                this.logWitnesses = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Registered.prototype.heartbeatMs = 0;
            Registered.prototype.timeMs = 0;
            Registered.prototype.standing = null;
            Registered.prototype.logPolicy = $util.newBuffer([]);
            Registered.prototype.nextEvent = 0;
            Registered.prototype.witnessKey = $util.newBuffer([]);
            Registered.prototype.manifest = null;
            Registered.prototype.logWitnesses = $util.emptyArray;

            Registered.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.heartbeatMs != null && $Object.hasOwnProperty.call(m, "heartbeatMs") && !$Object.is(m.heartbeatMs, 0))
                    w.uint32(9).double(m.heartbeatMs);
                if (m.timeMs != null && $Object.hasOwnProperty.call(m, "timeMs") && !$Object.is(m.timeMs, 0))
                    w.uint32(17).double(m.timeMs);
                if (m.standing != null && $Object.hasOwnProperty.call(m, "standing"))
                    $root.muster.v1.Standing.encode(m.standing, w.uint32(26).fork(), q + 1).ldelim();
                if (m.logPolicy != null && $Object.hasOwnProperty.call(m, "logPolicy") && m.logPolicy.length)
                    w.uint32(34).bytes(m.logPolicy);
                if (m.nextEvent != null && $Object.hasOwnProperty.call(m, "nextEvent") && !$Object.is(m.nextEvent, 0))
                    w.uint32(41).double(m.nextEvent);
                if (m.witnessKey != null && $Object.hasOwnProperty.call(m, "witnessKey") && m.witnessKey.length)
                    w.uint32(50).bytes(m.witnessKey);
                if (m.manifest != null && $Object.hasOwnProperty.call(m, "manifest"))
                    $root.muster.v1.ManifestHead.encode(m.manifest, w.uint32(58).fork(), q + 1).ldelim();
                if (m.logWitnesses != null && m.logWitnesses.length) {
                    for (var i = 0; i < m.logWitnesses.length; ++i)
                        $root.muster.v1.Certificate.encode(m.logWitnesses[i], w.uint32(66).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Registered.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Registered();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.heartbeatMs = v;
                            else
                                delete m.heartbeatMs;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.timeMs = v;
                            else
                                delete m.timeMs;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            m.standing = $root.muster.v1.Standing.decode(r, r.size(), $undefined, q + 1, m.standing);
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.logPolicy = v;
                            else
                                delete m.logPolicy;
                            continue;
                        }
                    case 5: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.nextEvent = v;
                            else
                                delete m.nextEvent;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.witnessKey = v;
                            else
                                delete m.witnessKey;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            m.manifest = $root.muster.v1.ManifestHead.decode(r, r.size(), $undefined, q + 1, m.manifest);
                            continue;
                        }
                    case 8: {
                            if (u !== 2)
                                break;
                            if (!(m.logWitnesses && m.logWitnesses.length))
                                m.logWitnesses = [];
                            m.logWitnesses.push($root.muster.v1.Certificate.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Registered.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Registered";
            };

            return Registered;
        })();

        v1.Standing = (function() {

            const Standing = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Standing.prototype.code = "";
            Standing.prototype.reason = "";

            Standing.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.code != null && $Object.hasOwnProperty.call(m, "code") && m.code !== "")
                    w.uint32(10).string(m.code);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                    w.uint32(18).string(m.reason);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Standing.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Standing();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.code = v;
                            else
                                delete m.code;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Standing.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Standing";
            };

            return Standing;
        })();

        v1.RoundRef = (function() {

            const RoundRef = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RoundRef.prototype.run = "";
            RoundRef.prototype.round = 0;
            RoundRef.prototype.attempt = 0;

            RoundRef.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.run != null && $Object.hasOwnProperty.call(m, "run") && m.run !== "")
                    w.uint32(10).string(m.run);
                if (m.round != null && $Object.hasOwnProperty.call(m, "round") && m.round !== 0)
                    w.uint32(16).uint32(m.round);
                if (m.attempt != null && $Object.hasOwnProperty.call(m, "attempt") && m.attempt !== 0)
                    w.uint32(24).uint32(m.attempt);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RoundRef.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.RoundRef();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.run = v;
                            else
                                delete m.run;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.round = v;
                            else
                                delete m.round;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.attempt = v;
                            else
                                delete m.attempt;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            RoundRef.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.RoundRef";
            };

            return RoundRef;
        })();

        v1.Offer = (function() {

            const Offer = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Offer.prototype.ref = null;
            Offer.prototype.planHash = $util.newBuffer([]);
            Offer.prototype.modelHash = $util.newBuffer([]);
            Offer.prototype.layoutHash = $util.newBuffer([]);
            Offer.prototype.codec = "";
            Offer.prototype.deadlineMs = 0;
            Offer.prototype.cohortSize = 0;
            Offer.prototype.quorum = 0;
            Offer.prototype.signature = $util.newBuffer([]);
            Offer.prototype.logged = null;
            Offer.prototype.secure = null;

            Offer.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.ref != null && $Object.hasOwnProperty.call(m, "ref"))
                    $root.muster.v1.RoundRef.encode(m.ref, w.uint32(10).fork(), q + 1).ldelim();
                if (m.planHash != null && $Object.hasOwnProperty.call(m, "planHash") && m.planHash.length)
                    w.uint32(18).bytes(m.planHash);
                if (m.modelHash != null && $Object.hasOwnProperty.call(m, "modelHash") && m.modelHash.length)
                    w.uint32(26).bytes(m.modelHash);
                if (m.layoutHash != null && $Object.hasOwnProperty.call(m, "layoutHash") && m.layoutHash.length)
                    w.uint32(34).bytes(m.layoutHash);
                if (m.codec != null && $Object.hasOwnProperty.call(m, "codec") && m.codec !== "")
                    w.uint32(42).string(m.codec);
                if (m.deadlineMs != null && $Object.hasOwnProperty.call(m, "deadlineMs") && !$Object.is(m.deadlineMs, 0))
                    w.uint32(49).double(m.deadlineMs);
                if (m.cohortSize != null && $Object.hasOwnProperty.call(m, "cohortSize") && m.cohortSize !== 0)
                    w.uint32(56).uint32(m.cohortSize);
                if (m.quorum != null && $Object.hasOwnProperty.call(m, "quorum") && m.quorum !== 0)
                    w.uint32(64).uint32(m.quorum);
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(74).bytes(m.signature);
                if (m.logged != null && $Object.hasOwnProperty.call(m, "logged"))
                    $root.muster.v1.OfferProof.encode(m.logged, w.uint32(82).fork(), q + 1).ldelim();
                if (m.secure != null && $Object.hasOwnProperty.call(m, "secure"))
                    $root.muster.v1.RoundOffer.encode(m.secure, w.uint32(90).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Offer.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Offer();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.ref = $root.muster.v1.RoundRef.decode(r, r.size(), $undefined, q + 1, m.ref);
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.planHash = v;
                            else
                                delete m.planHash;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.modelHash = v;
                            else
                                delete m.modelHash;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.layoutHash = v;
                            else
                                delete m.layoutHash;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.codec = v;
                            else
                                delete m.codec;
                            continue;
                        }
                    case 6: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.deadlineMs = v;
                            else
                                delete m.deadlineMs;
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.cohortSize = v;
                            else
                                delete m.cohortSize;
                            continue;
                        }
                    case 8: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.quorum = v;
                            else
                                delete m.quorum;
                            continue;
                        }
                    case 9: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            m.logged = $root.muster.v1.OfferProof.decode(r, r.size(), $undefined, q + 1, m.logged);
                            continue;
                        }
                    case 11: {
                            if (u !== 2)
                                break;
                            m.secure = $root.muster.v1.RoundOffer.decode(r, r.size(), $undefined, q + 1, m.secure);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Offer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Offer";
            };

            return Offer;
        })();

        v1.OfferAnswer = (function() {

            const OfferAnswer = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            OfferAnswer.prototype.accepted = false;
            OfferAnswer.prototype.code = "";
            OfferAnswer.prototype.reason = "";

            OfferAnswer.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.accepted != null && $Object.hasOwnProperty.call(m, "accepted") && m.accepted !== false)
                    w.uint32(8).bool(m.accepted);
                if (m.code != null && $Object.hasOwnProperty.call(m, "code") && m.code !== "")
                    w.uint32(18).string(m.code);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                    w.uint32(26).string(m.reason);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            OfferAnswer.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.OfferAnswer();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.accepted = v;
                            else
                                delete m.accepted;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.code = v;
                            else
                                delete m.code;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            OfferAnswer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.OfferAnswer";
            };

            return OfferAnswer;
        })();

        v1.Progress = (function() {

            const Progress = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Progress.prototype.ref = null;
            Progress.prototype.phase = "";
            Progress.prototype.fraction = 0;
            Progress.prototype.epoch = 0;
            Progress.prototype.step = 0;
            Progress.prototype.steps = 0;
            Progress.prototype.loss = 0;
            Progress.prototype.etaMs = 0;

            Progress.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.ref != null && $Object.hasOwnProperty.call(m, "ref"))
                    $root.muster.v1.RoundRef.encode(m.ref, w.uint32(10).fork(), q + 1).ldelim();
                if (m.phase != null && $Object.hasOwnProperty.call(m, "phase") && m.phase !== "")
                    w.uint32(18).string(m.phase);
                if (m.fraction != null && $Object.hasOwnProperty.call(m, "fraction") && !$Object.is(m.fraction, 0))
                    w.uint32(25).double(m.fraction);
                if (m.epoch != null && $Object.hasOwnProperty.call(m, "epoch") && !$Object.is(m.epoch, 0))
                    w.uint32(33).double(m.epoch);
                if (m.step != null && $Object.hasOwnProperty.call(m, "step") && !$Object.is(m.step, 0))
                    w.uint32(41).double(m.step);
                if (m.steps != null && $Object.hasOwnProperty.call(m, "steps") && !$Object.is(m.steps, 0))
                    w.uint32(49).double(m.steps);
                if (m.loss != null && $Object.hasOwnProperty.call(m, "loss") && !$Object.is(m.loss, 0))
                    w.uint32(57).double(m.loss);
                if (m.etaMs != null && $Object.hasOwnProperty.call(m, "etaMs") && !$Object.is(m.etaMs, 0))
                    w.uint32(65).double(m.etaMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Progress.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Progress();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.ref = $root.muster.v1.RoundRef.decode(r, r.size(), $undefined, q + 1, m.ref);
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.phase = v;
                            else
                                delete m.phase;
                            continue;
                        }
                    case 3: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.fraction = v;
                            else
                                delete m.fraction;
                            continue;
                        }
                    case 4: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.epoch = v;
                            else
                                delete m.epoch;
                            continue;
                        }
                    case 5: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.step = v;
                            else
                                delete m.step;
                            continue;
                        }
                    case 6: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.steps = v;
                            else
                                delete m.steps;
                            continue;
                        }
                    case 7: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.loss = v;
                            else
                                delete m.loss;
                            continue;
                        }
                    case 8: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.etaMs = v;
                            else
                                delete m.etaMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Progress.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Progress";
            };

            return Progress;
        })();

        v1.Evaluation = (function() {

            const Evaluation = function (p) {
                this.confusion = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Evaluation.prototype.examples = 0;
            Evaluation.prototype.lossSum = 0;
            Evaluation.prototype.confusion = $util.emptyArray;
            Evaluation.prototype.classes = 0;

            Evaluation.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.examples != null && $Object.hasOwnProperty.call(m, "examples") && !$Object.is(m.examples, 0))
                    w.uint32(9).double(m.examples);
                if (m.lossSum != null && $Object.hasOwnProperty.call(m, "lossSum") && !$Object.is(m.lossSum, 0))
                    w.uint32(17).double(m.lossSum);
                if (m.confusion != null && m.confusion.length) {
                    w.uint32(26).doubles(m.confusion);
                }
                if (m.classes != null && $Object.hasOwnProperty.call(m, "classes") && m.classes !== 0)
                    w.uint32(32).uint32(m.classes);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Evaluation.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Evaluation();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.examples = v;
                            else
                                delete m.examples;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.lossSum = v;
                            else
                                delete m.lossSum;
                            continue;
                        }
                    case 3: {
                            if (u === 2) {
                                if (!(m.confusion && m.confusion.length))
                                    m.confusion = [];
                                r.doubles(m.confusion);
                                continue;
                            }
                            if (u !== 1)
                                break;
                            if (!(m.confusion && m.confusion.length))
                                m.confusion = [];
                            m.confusion.push(r.double());
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.classes = v;
                            else
                                delete m.classes;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Evaluation.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Evaluation";
            };

            return Evaluation;
        })();

        v1.TrainingFigures = (function() {

            const TrainingFigures = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            TrainingFigures.prototype.examples = 0;
            TrainingFigures.prototype.steps = 0;
            TrainingFigures.prototype.lossFirst = 0;
            TrainingFigures.prototype.lossLast = 0;
            TrainingFigures.prototype.trainMs = 0;
            TrainingFigures.prototype.updateNorm = 0;

            TrainingFigures.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.examples != null && $Object.hasOwnProperty.call(m, "examples") && !$Object.is(m.examples, 0))
                    w.uint32(9).double(m.examples);
                if (m.steps != null && $Object.hasOwnProperty.call(m, "steps") && !$Object.is(m.steps, 0))
                    w.uint32(17).double(m.steps);
                if (m.lossFirst != null && $Object.hasOwnProperty.call(m, "lossFirst") && !$Object.is(m.lossFirst, 0))
                    w.uint32(25).double(m.lossFirst);
                if (m.lossLast != null && $Object.hasOwnProperty.call(m, "lossLast") && !$Object.is(m.lossLast, 0))
                    w.uint32(33).double(m.lossLast);
                if (m.trainMs != null && $Object.hasOwnProperty.call(m, "trainMs") && !$Object.is(m.trainMs, 0))
                    w.uint32(41).double(m.trainMs);
                if (m.updateNorm != null && $Object.hasOwnProperty.call(m, "updateNorm") && !$Object.is(m.updateNorm, 0))
                    w.uint32(49).double(m.updateNorm);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            TrainingFigures.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.TrainingFigures();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.examples = v;
                            else
                                delete m.examples;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.steps = v;
                            else
                                delete m.steps;
                            continue;
                        }
                    case 3: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.lossFirst = v;
                            else
                                delete m.lossFirst;
                            continue;
                        }
                    case 4: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.lossLast = v;
                            else
                                delete m.lossLast;
                            continue;
                        }
                    case 5: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.trainMs = v;
                            else
                                delete m.trainMs;
                            continue;
                        }
                    case 6: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.updateNorm = v;
                            else
                                delete m.updateNorm;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            TrainingFigures.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.TrainingFigures";
            };

            return TrainingFigures;
        })();

        v1.Report = (function() {

            const Report = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Report.prototype.ref = null;
            Report.prototype.planHash = $util.newBuffer([]);
            Report.prototype.modelHash = $util.newBuffer([]);
            Report.prototype.layoutHash = $util.newBuffer([]);
            Report.prototype.updateHash = $util.newBuffer([]);
            Report.prototype.size = 0;
            Report.prototype.weight = 0;
            Report.prototype.codec = "";
            Report.prototype.figures = null;
            Report.prototype.engine = null;
            Report.prototype.signature = $util.newBuffer([]);
            Report.prototype.masked = null;

            Report.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.ref != null && $Object.hasOwnProperty.call(m, "ref"))
                    $root.muster.v1.RoundRef.encode(m.ref, w.uint32(10).fork(), q + 1).ldelim();
                if (m.planHash != null && $Object.hasOwnProperty.call(m, "planHash") && m.planHash.length)
                    w.uint32(18).bytes(m.planHash);
                if (m.modelHash != null && $Object.hasOwnProperty.call(m, "modelHash") && m.modelHash.length)
                    w.uint32(26).bytes(m.modelHash);
                if (m.layoutHash != null && $Object.hasOwnProperty.call(m, "layoutHash") && m.layoutHash.length)
                    w.uint32(34).bytes(m.layoutHash);
                if (m.updateHash != null && $Object.hasOwnProperty.call(m, "updateHash") && m.updateHash.length)
                    w.uint32(42).bytes(m.updateHash);
                if (m.size != null && $Object.hasOwnProperty.call(m, "size") && !$Object.is(m.size, 0))
                    w.uint32(49).double(m.size);
                if (m.weight != null && $Object.hasOwnProperty.call(m, "weight") && !$Object.is(m.weight, 0))
                    w.uint32(57).double(m.weight);
                if (m.codec != null && $Object.hasOwnProperty.call(m, "codec") && m.codec !== "")
                    w.uint32(66).string(m.codec);
                if (m.figures != null && $Object.hasOwnProperty.call(m, "figures"))
                    $root.muster.v1.TrainingFigures.encode(m.figures, w.uint32(74).fork(), q + 1).ldelim();
                if (m.engine != null && $Object.hasOwnProperty.call(m, "engine"))
                    $root.muster.v1.EngineReport.encode(m.engine, w.uint32(82).fork(), q + 1).ldelim();
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(90).bytes(m.signature);
                if (m.masked != null && $Object.hasOwnProperty.call(m, "masked"))
                    $root.muster.v1.Masked.encode(m.masked, w.uint32(98).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Report.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Report();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.ref = $root.muster.v1.RoundRef.decode(r, r.size(), $undefined, q + 1, m.ref);
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.planHash = v;
                            else
                                delete m.planHash;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.modelHash = v;
                            else
                                delete m.modelHash;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.layoutHash = v;
                            else
                                delete m.layoutHash;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.updateHash = v;
                            else
                                delete m.updateHash;
                            continue;
                        }
                    case 6: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.size = v;
                            else
                                delete m.size;
                            continue;
                        }
                    case 7: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.weight = v;
                            else
                                delete m.weight;
                            continue;
                        }
                    case 8: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.codec = v;
                            else
                                delete m.codec;
                            continue;
                        }
                    case 9: {
                            if (u !== 2)
                                break;
                            m.figures = $root.muster.v1.TrainingFigures.decode(r, r.size(), $undefined, q + 1, m.figures);
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            m.engine = $root.muster.v1.EngineReport.decode(r, r.size(), $undefined, q + 1, m.engine);
                            continue;
                        }
                    case 11: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    case 12: {
                            if (u !== 2)
                                break;
                            m.masked = $root.muster.v1.Masked.decode(r, r.size(), $undefined, q + 1, m.masked);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Report.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Report";
            };

            return Report;
        })();

        v1.Received = (function() {

            const Received = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Received.prototype.ref = null;
            Received.prototype.updateHash = $util.newBuffer([]);

            Received.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.ref != null && $Object.hasOwnProperty.call(m, "ref"))
                    $root.muster.v1.RoundRef.encode(m.ref, w.uint32(10).fork(), q + 1).ldelim();
                if (m.updateHash != null && $Object.hasOwnProperty.call(m, "updateHash") && m.updateHash.length)
                    w.uint32(18).bytes(m.updateHash);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Received.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Received();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.ref = $root.muster.v1.RoundRef.decode(r, r.size(), $undefined, q + 1, m.ref);
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.updateHash = v;
                            else
                                delete m.updateHash;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Received.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Received";
            };

            return Received;
        })();

        v1.Outcome = (function() {

            const Outcome = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Outcome.prototype.ref = null;
            Outcome.prototype.outcome = "";
            Outcome.prototype.code = "";
            Outcome.prototype.reason = "";
            Outcome.prototype.updateHash = $util.newBuffer([]);
            Outcome.prototype.modelHash = $util.newBuffer([]);
            Outcome.prototype.signature = $util.newBuffer([]);

            Outcome.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.ref != null && $Object.hasOwnProperty.call(m, "ref"))
                    $root.muster.v1.RoundRef.encode(m.ref, w.uint32(10).fork(), q + 1).ldelim();
                if (m.outcome != null && $Object.hasOwnProperty.call(m, "outcome") && m.outcome !== "")
                    w.uint32(18).string(m.outcome);
                if (m.code != null && $Object.hasOwnProperty.call(m, "code") && m.code !== "")
                    w.uint32(26).string(m.code);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                    w.uint32(34).string(m.reason);
                if (m.updateHash != null && $Object.hasOwnProperty.call(m, "updateHash") && m.updateHash.length)
                    w.uint32(42).bytes(m.updateHash);
                if (m.modelHash != null && $Object.hasOwnProperty.call(m, "modelHash") && m.modelHash.length)
                    w.uint32(50).bytes(m.modelHash);
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(58).bytes(m.signature);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Outcome.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Outcome();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.ref = $root.muster.v1.RoundRef.decode(r, r.size(), $undefined, q + 1, m.ref);
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.outcome = v;
                            else
                                delete m.outcome;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.code = v;
                            else
                                delete m.code;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.updateHash = v;
                            else
                                delete m.updateHash;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.modelHash = v;
                            else
                                delete m.modelHash;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Outcome.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Outcome";
            };

            return Outcome;
        })();

        v1.Failure = (function() {

            const Failure = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Failure.prototype.ref = null;
            Failure.prototype.code = "";
            Failure.prototype.reason = "";

            Failure.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.ref != null && $Object.hasOwnProperty.call(m, "ref"))
                    $root.muster.v1.RoundRef.encode(m.ref, w.uint32(10).fork(), q + 1).ldelim();
                if (m.code != null && $Object.hasOwnProperty.call(m, "code") && m.code !== "")
                    w.uint32(18).string(m.code);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                    w.uint32(26).string(m.reason);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Failure.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Failure();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.ref = $root.muster.v1.RoundRef.decode(r, r.size(), $undefined, q + 1, m.ref);
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.code = v;
                            else
                                delete m.code;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Failure.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Failure";
            };

            return Failure;
        })();

        v1.EvaluationOffer = (function() {

            const EvaluationOffer = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            EvaluationOffer.prototype.ref = null;
            EvaluationOffer.prototype.planHash = $util.newBuffer([]);
            EvaluationOffer.prototype.modelHash = $util.newBuffer([]);
            EvaluationOffer.prototype.layoutHash = $util.newBuffer([]);
            EvaluationOffer.prototype.deadlineMs = 0;
            EvaluationOffer.prototype.signature = $util.newBuffer([]);
            EvaluationOffer.prototype.logged = null;

            EvaluationOffer.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.ref != null && $Object.hasOwnProperty.call(m, "ref"))
                    $root.muster.v1.RoundRef.encode(m.ref, w.uint32(10).fork(), q + 1).ldelim();
                if (m.planHash != null && $Object.hasOwnProperty.call(m, "planHash") && m.planHash.length)
                    w.uint32(18).bytes(m.planHash);
                if (m.modelHash != null && $Object.hasOwnProperty.call(m, "modelHash") && m.modelHash.length)
                    w.uint32(26).bytes(m.modelHash);
                if (m.layoutHash != null && $Object.hasOwnProperty.call(m, "layoutHash") && m.layoutHash.length)
                    w.uint32(34).bytes(m.layoutHash);
                if (m.deadlineMs != null && $Object.hasOwnProperty.call(m, "deadlineMs") && !$Object.is(m.deadlineMs, 0))
                    w.uint32(41).double(m.deadlineMs);
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(50).bytes(m.signature);
                if (m.logged != null && $Object.hasOwnProperty.call(m, "logged"))
                    $root.muster.v1.OfferProof.encode(m.logged, w.uint32(58).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            EvaluationOffer.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.EvaluationOffer();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.ref = $root.muster.v1.RoundRef.decode(r, r.size(), $undefined, q + 1, m.ref);
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.planHash = v;
                            else
                                delete m.planHash;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.modelHash = v;
                            else
                                delete m.modelHash;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.layoutHash = v;
                            else
                                delete m.layoutHash;
                            continue;
                        }
                    case 5: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.deadlineMs = v;
                            else
                                delete m.deadlineMs;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            m.logged = $root.muster.v1.OfferProof.decode(r, r.size(), $undefined, q + 1, m.logged);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            EvaluationOffer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.EvaluationOffer";
            };

            return EvaluationOffer;
        })();

        v1.EvaluationReport = (function() {

            const EvaluationReport = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            EvaluationReport.prototype.ref = null;
            EvaluationReport.prototype.modelHash = $util.newBuffer([]);
            EvaluationReport.prototype.evaluation = null;
            EvaluationReport.prototype.signature = $util.newBuffer([]);

            EvaluationReport.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.ref != null && $Object.hasOwnProperty.call(m, "ref"))
                    $root.muster.v1.RoundRef.encode(m.ref, w.uint32(10).fork(), q + 1).ldelim();
                if (m.modelHash != null && $Object.hasOwnProperty.call(m, "modelHash") && m.modelHash.length)
                    w.uint32(18).bytes(m.modelHash);
                if (m.evaluation != null && $Object.hasOwnProperty.call(m, "evaluation"))
                    $root.muster.v1.Evaluation.encode(m.evaluation, w.uint32(26).fork(), q + 1).ldelim();
                if (m.signature != null && $Object.hasOwnProperty.call(m, "signature") && m.signature.length)
                    w.uint32(34).bytes(m.signature);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            EvaluationReport.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.EvaluationReport();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            m.ref = $root.muster.v1.RoundRef.decode(r, r.size(), $undefined, q + 1, m.ref);
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.modelHash = v;
                            else
                                delete m.modelHash;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            m.evaluation = $root.muster.v1.Evaluation.decode(r, r.size(), $undefined, q + 1, m.evaluation);
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.signature = v;
                            else
                                delete m.signature;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            EvaluationReport.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.EvaluationReport";
            };

            return EvaluationReport;
        })();

        v1.SecureProfile = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "MALICIOUS"] = 0;
            values[valuesById[1] = "SEMI_HONEST"] = 1;
            return values;
        })();

        v1.CohortTerms = (function() {

            const CohortTerms = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            CohortTerms.prototype.profile = 0;
            CohortTerms.prototype.corrupt = 0;
            CohortTerms.prototype.dropout = 0;
            CohortTerms.prototype.lambda = 0;
            CohortTerms.prototype.unsafeSmallCohort = false;
            CohortTerms.prototype.minCohort = 0;
            CohortTerms.prototype.maxCohort = 0;

            CohortTerms.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.profile != null && $Object.hasOwnProperty.call(m, "profile") && m.profile !== 0)
                    w.uint32(8).int32(m.profile);
                if (m.corrupt != null && $Object.hasOwnProperty.call(m, "corrupt") && !$Object.is(m.corrupt, 0))
                    w.uint32(17).double(m.corrupt);
                if (m.dropout != null && $Object.hasOwnProperty.call(m, "dropout") && !$Object.is(m.dropout, 0))
                    w.uint32(25).double(m.dropout);
                if (m.lambda != null && $Object.hasOwnProperty.call(m, "lambda") && m.lambda !== 0)
                    w.uint32(32).uint32(m.lambda);
                if (m.unsafeSmallCohort != null && $Object.hasOwnProperty.call(m, "unsafeSmallCohort") && m.unsafeSmallCohort !== false)
                    w.uint32(40).bool(m.unsafeSmallCohort);
                if (m.minCohort != null && $Object.hasOwnProperty.call(m, "minCohort") && m.minCohort !== 0)
                    w.uint32(48).uint32(m.minCohort);
                if (m.maxCohort != null && $Object.hasOwnProperty.call(m, "maxCohort") && m.maxCohort !== 0)
                    w.uint32(56).uint32(m.maxCohort);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            CohortTerms.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.CohortTerms();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.profile = v;
                            else
                                delete m.profile;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.corrupt = v;
                            else
                                delete m.corrupt;
                            continue;
                        }
                    case 3: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.dropout = v;
                            else
                                delete m.dropout;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.lambda = v;
                            else
                                delete m.lambda;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.unsafeSmallCohort = v;
                            else
                                delete m.unsafeSmallCohort;
                            continue;
                        }
                    case 6: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.minCohort = v;
                            else
                                delete m.minCohort;
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.maxCohort = v;
                            else
                                delete m.maxCohort;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            CohortTerms.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.CohortTerms";
            };

            return CohortTerms;
        })();

        v1.EncodingTerms = (function() {

            const EncodingTerms = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            EncodingTerms.prototype.bits = 0;
            EncodingTerms.prototype.length = 0;
            EncodingTerms.prototype.clipNorm = 0;
            EncodingTerms.prototype.clipValue = 0;
            EncodingTerms.prototype.exampleCap = 0;
            EncodingTerms.prototype.noiseReserve = 0;
            EncodingTerms.prototype.metrics = 0;

            EncodingTerms.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.bits != null && $Object.hasOwnProperty.call(m, "bits") && m.bits !== 0)
                    w.uint32(8).uint32(m.bits);
                if (m.length != null && $Object.hasOwnProperty.call(m, "length") && m.length !== 0)
                    w.uint32(16).uint32(m.length);
                if (m.clipNorm != null && $Object.hasOwnProperty.call(m, "clipNorm") && !$Object.is(m.clipNorm, 0))
                    w.uint32(25).double(m.clipNorm);
                if (m.clipValue != null && $Object.hasOwnProperty.call(m, "clipValue") && !$Object.is(m.clipValue, 0))
                    w.uint32(33).double(m.clipValue);
                if (m.exampleCap != null && $Object.hasOwnProperty.call(m, "exampleCap") && m.exampleCap !== 0)
                    w.uint32(40).uint32(m.exampleCap);
                if (m.noiseReserve != null && $Object.hasOwnProperty.call(m, "noiseReserve") && m.noiseReserve !== 0)
                    w.uint32(48).uint32(m.noiseReserve);
                if (m.metrics != null && $Object.hasOwnProperty.call(m, "metrics") && m.metrics !== 0)
                    w.uint32(56).uint32(m.metrics);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            EncodingTerms.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.EncodingTerms();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.bits = v;
                            else
                                delete m.bits;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.length = v;
                            else
                                delete m.length;
                            continue;
                        }
                    case 3: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.clipNorm = v;
                            else
                                delete m.clipNorm;
                            continue;
                        }
                    case 4: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.clipValue = v;
                            else
                                delete m.clipValue;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.exampleCap = v;
                            else
                                delete m.exampleCap;
                            continue;
                        }
                    case 6: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.noiseReserve = v;
                            else
                                delete m.noiseReserve;
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.metrics = v;
                            else
                                delete m.metrics;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            EncodingTerms.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.EncodingTerms";
            };

            return EncodingTerms;
        })();

        v1.SecureSchedule = (function() {

            const SecureSchedule = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SecureSchedule.prototype.keysMs = 0;
            SecureSchedule.prototype.sharesMs = 0;
            SecureSchedule.prototype.maskedMs = 0;
            SecureSchedule.prototype.signaturesMs = 0;
            SecureSchedule.prototype.unmaskMs = 0;

            SecureSchedule.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.keysMs != null && $Object.hasOwnProperty.call(m, "keysMs") && !$Object.is(m.keysMs, 0))
                    w.uint32(9).double(m.keysMs);
                if (m.sharesMs != null && $Object.hasOwnProperty.call(m, "sharesMs") && !$Object.is(m.sharesMs, 0))
                    w.uint32(17).double(m.sharesMs);
                if (m.maskedMs != null && $Object.hasOwnProperty.call(m, "maskedMs") && !$Object.is(m.maskedMs, 0))
                    w.uint32(25).double(m.maskedMs);
                if (m.signaturesMs != null && $Object.hasOwnProperty.call(m, "signaturesMs") && !$Object.is(m.signaturesMs, 0))
                    w.uint32(33).double(m.signaturesMs);
                if (m.unmaskMs != null && $Object.hasOwnProperty.call(m, "unmaskMs") && !$Object.is(m.unmaskMs, 0))
                    w.uint32(41).double(m.unmaskMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SecureSchedule.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.SecureSchedule();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.keysMs = v;
                            else
                                delete m.keysMs;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.sharesMs = v;
                            else
                                delete m.sharesMs;
                            continue;
                        }
                    case 3: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.maskedMs = v;
                            else
                                delete m.maskedMs;
                            continue;
                        }
                    case 4: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.signaturesMs = v;
                            else
                                delete m.signaturesMs;
                            continue;
                        }
                    case 5: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.unmaskMs = v;
                            else
                                delete m.unmaskMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            SecureSchedule.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.SecureSchedule";
            };

            return SecureSchedule;
        })();

        v1.RoundOffer = (function() {

            const RoundOffer = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            RoundOffer.prototype.federationId = $util.newBuffer([]);
            RoundOffer.prototype.manifestHash = $util.newBuffer([]);
            RoundOffer.prototype.taskId = $util.newBuffer([]);
            RoundOffer.prototype.round = 0;
            RoundOffer.prototype.attempt = 0;
            RoundOffer.prototype.modelHash = $util.newBuffer([]);
            RoundOffer.prototype.cohort = null;
            RoundOffer.prototype.encoding = null;
            RoundOffer.prototype.dp = $util.newBuffer([]);
            RoundOffer.prototype.nonce = $util.newBuffer([]);
            RoundOffer.prototype.schedule = null;
            RoundOffer.prototype.sig = $util.newBuffer([]);

            RoundOffer.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.federationId != null && $Object.hasOwnProperty.call(m, "federationId") && m.federationId.length)
                    w.uint32(10).bytes(m.federationId);
                if (m.manifestHash != null && $Object.hasOwnProperty.call(m, "manifestHash") && m.manifestHash.length)
                    w.uint32(18).bytes(m.manifestHash);
                if (m.taskId != null && $Object.hasOwnProperty.call(m, "taskId") && m.taskId.length)
                    w.uint32(26).bytes(m.taskId);
                if (m.round != null && $Object.hasOwnProperty.call(m, "round") && m.round !== 0)
                    w.uint32(32).uint32(m.round);
                if (m.attempt != null && $Object.hasOwnProperty.call(m, "attempt") && m.attempt !== 0)
                    w.uint32(40).uint32(m.attempt);
                if (m.modelHash != null && $Object.hasOwnProperty.call(m, "modelHash") && m.modelHash.length)
                    w.uint32(50).bytes(m.modelHash);
                if (m.cohort != null && $Object.hasOwnProperty.call(m, "cohort"))
                    $root.muster.v1.CohortTerms.encode(m.cohort, w.uint32(58).fork(), q + 1).ldelim();
                if (m.encoding != null && $Object.hasOwnProperty.call(m, "encoding"))
                    $root.muster.v1.EncodingTerms.encode(m.encoding, w.uint32(66).fork(), q + 1).ldelim();
                if (m.dp != null && $Object.hasOwnProperty.call(m, "dp") && m.dp.length)
                    w.uint32(74).bytes(m.dp);
                if (m.nonce != null && $Object.hasOwnProperty.call(m, "nonce") && m.nonce.length)
                    w.uint32(82).bytes(m.nonce);
                if (m.schedule != null && $Object.hasOwnProperty.call(m, "schedule"))
                    $root.muster.v1.SecureSchedule.encode(m.schedule, w.uint32(90).fork(), q + 1).ldelim();
                if (m.sig != null && $Object.hasOwnProperty.call(m, "sig") && m.sig.length)
                    w.uint32(98).bytes(m.sig);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            RoundOffer.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.RoundOffer();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.federationId = v;
                            else
                                delete m.federationId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.manifestHash = v;
                            else
                                delete m.manifestHash;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.taskId = v;
                            else
                                delete m.taskId;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.round = v;
                            else
                                delete m.round;
                            continue;
                        }
                    case 5: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.attempt = v;
                            else
                                delete m.attempt;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.modelHash = v;
                            else
                                delete m.modelHash;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            m.cohort = $root.muster.v1.CohortTerms.decode(r, r.size(), $undefined, q + 1, m.cohort);
                            continue;
                        }
                    case 8: {
                            if (u !== 2)
                                break;
                            m.encoding = $root.muster.v1.EncodingTerms.decode(r, r.size(), $undefined, q + 1, m.encoding);
                            continue;
                        }
                    case 9: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.dp = v;
                            else
                                delete m.dp;
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.nonce = v;
                            else
                                delete m.nonce;
                            continue;
                        }
                    case 11: {
                            if (u !== 2)
                                break;
                            m.schedule = $root.muster.v1.SecureSchedule.decode(r, r.size(), $undefined, q + 1, m.schedule);
                            continue;
                        }
                    case 12: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sig = v;
                            else
                                delete m.sig;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            RoundOffer.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.RoundOffer";
            };

            return RoundOffer;
        })();

        v1.Advertise = (function() {

            const Advertise = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Advertise.prototype.roundId = $util.newBuffer([]);
            Advertise.prototype.cPk = $util.newBuffer([]);
            Advertise.prototype.sPk = $util.newBuffer([]);
            Advertise.prototype.bCommit = $util.newBuffer([]);
            Advertise.prototype.sig = $util.newBuffer([]);

            Advertise.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roundId != null && $Object.hasOwnProperty.call(m, "roundId") && m.roundId.length)
                    w.uint32(10).bytes(m.roundId);
                if (m.cPk != null && $Object.hasOwnProperty.call(m, "cPk") && m.cPk.length)
                    w.uint32(18).bytes(m.cPk);
                if (m.sPk != null && $Object.hasOwnProperty.call(m, "sPk") && m.sPk.length)
                    w.uint32(26).bytes(m.sPk);
                if (m.bCommit != null && $Object.hasOwnProperty.call(m, "bCommit") && m.bCommit.length)
                    w.uint32(34).bytes(m.bCommit);
                if (m.sig != null && $Object.hasOwnProperty.call(m, "sig") && m.sig.length)
                    w.uint32(42).bytes(m.sig);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Advertise.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Advertise();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.roundId = v;
                            else
                                delete m.roundId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.cPk = v;
                            else
                                delete m.cPk;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sPk = v;
                            else
                                delete m.sPk;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.bCommit = v;
                            else
                                delete m.bCommit;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sig = v;
                            else
                                delete m.sig;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Advertise.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Advertise";
            };

            return Advertise;
        })();

        v1.Leaf = (function() {

            const Leaf = function (p) {
                this.proof = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Leaf.prototype.index = 0;
            Leaf.prototype.siteId = $util.newBuffer([]);
            Leaf.prototype.certHash = $util.newBuffer([]);
            Leaf.prototype.cPk = $util.newBuffer([]);
            Leaf.prototype.sPk = $util.newBuffer([]);
            Leaf.prototype.bCommit = $util.newBuffer([]);
            Leaf.prototype.sig = $util.newBuffer([]);
            Leaf.prototype.proof = $util.emptyArray;
            Leaf.prototype.cert = null;

            Leaf.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.index != null && $Object.hasOwnProperty.call(m, "index") && m.index !== 0)
                    w.uint32(8).uint32(m.index);
                if (m.siteId != null && $Object.hasOwnProperty.call(m, "siteId") && m.siteId.length)
                    w.uint32(18).bytes(m.siteId);
                if (m.certHash != null && $Object.hasOwnProperty.call(m, "certHash") && m.certHash.length)
                    w.uint32(26).bytes(m.certHash);
                if (m.cPk != null && $Object.hasOwnProperty.call(m, "cPk") && m.cPk.length)
                    w.uint32(34).bytes(m.cPk);
                if (m.sPk != null && $Object.hasOwnProperty.call(m, "sPk") && m.sPk.length)
                    w.uint32(42).bytes(m.sPk);
                if (m.bCommit != null && $Object.hasOwnProperty.call(m, "bCommit") && m.bCommit.length)
                    w.uint32(50).bytes(m.bCommit);
                if (m.sig != null && $Object.hasOwnProperty.call(m, "sig") && m.sig.length)
                    w.uint32(58).bytes(m.sig);
                if (m.proof != null && m.proof.length) {
                    for (var i = 0; i < m.proof.length; ++i)
                        w.uint32(66).bytes(m.proof[i]);
                }
                if (m.cert != null && $Object.hasOwnProperty.call(m, "cert"))
                    $root.muster.v1.Certificate.encode(m.cert, w.uint32(74).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Leaf.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Leaf();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.index = v;
                            else
                                delete m.index;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.siteId = v;
                            else
                                delete m.siteId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.certHash = v;
                            else
                                delete m.certHash;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.cPk = v;
                            else
                                delete m.cPk;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sPk = v;
                            else
                                delete m.sPk;
                            continue;
                        }
                    case 6: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.bCommit = v;
                            else
                                delete m.bCommit;
                            continue;
                        }
                    case 7: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sig = v;
                            else
                                delete m.sig;
                            continue;
                        }
                    case 8: {
                            if (u !== 2)
                                break;
                            if (!(m.proof && m.proof.length))
                                m.proof = [];
                            m.proof.push(r.bytes());
                            continue;
                        }
                    case 9: {
                            if (u !== 2)
                                break;
                            m.cert = $root.muster.v1.Certificate.decode(r, r.size(), $undefined, q + 1, m.cert);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Leaf.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Leaf";
            };

            return Leaf;
        })();

        v1.Roster = (function() {

            const Roster = function (p) {
                this.neighbours = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Roster.prototype.roundId = $util.newBuffer([]);
            Roster.prototype.n = 0;
            Roster.prototype.root = $util.newBuffer([]);
            Roster.prototype.self = null;
            Roster.prototype.neighbours = $util.emptyArray;
            Roster.prototype.k = 0;
            Roster.prototype.t = 0;

            Roster.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roundId != null && $Object.hasOwnProperty.call(m, "roundId") && m.roundId.length)
                    w.uint32(10).bytes(m.roundId);
                if (m.n != null && $Object.hasOwnProperty.call(m, "n") && m.n !== 0)
                    w.uint32(16).uint32(m.n);
                if (m.root != null && $Object.hasOwnProperty.call(m, "root") && m.root.length)
                    w.uint32(26).bytes(m.root);
                if (m.self != null && $Object.hasOwnProperty.call(m, "self"))
                    $root.muster.v1.Leaf.encode(m.self, w.uint32(34).fork(), q + 1).ldelim();
                if (m.neighbours != null && m.neighbours.length) {
                    for (var i = 0; i < m.neighbours.length; ++i)
                        $root.muster.v1.Leaf.encode(m.neighbours[i], w.uint32(42).fork(), q + 1).ldelim();
                }
                if (m.k != null && $Object.hasOwnProperty.call(m, "k") && m.k !== 0)
                    w.uint32(48).uint32(m.k);
                if (m.t != null && $Object.hasOwnProperty.call(m, "t") && m.t !== 0)
                    w.uint32(56).uint32(m.t);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Roster.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Roster();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.roundId = v;
                            else
                                delete m.roundId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.n = v;
                            else
                                delete m.n;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.root = v;
                            else
                                delete m.root;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            m.self = $root.muster.v1.Leaf.decode(r, r.size(), $undefined, q + 1, m.self);
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if (!(m.neighbours && m.neighbours.length))
                                m.neighbours = [];
                            m.neighbours.push($root.muster.v1.Leaf.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 6: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.k = v;
                            else
                                delete m.k;
                            continue;
                        }
                    case 7: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.t = v;
                            else
                                delete m.t;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Roster.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Roster";
            };

            return Roster;
        })();

        v1.ShareCt = (function() {

            const ShareCt = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ShareCt.prototype.to = 0;
            ShareCt.prototype.box = $util.newBuffer([]);

            ShareCt.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.to != null && $Object.hasOwnProperty.call(m, "to") && m.to !== 0)
                    w.uint32(8).uint32(m.to);
                if (m.box != null && $Object.hasOwnProperty.call(m, "box") && m.box.length)
                    w.uint32(18).bytes(m.box);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ShareCt.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ShareCt();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.to = v;
                            else
                                delete m.to;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.box = v;
                            else
                                delete m.box;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ShareCt.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ShareCt";
            };

            return ShareCt;
        })();

        v1.Shares = (function() {

            const Shares = function (p) {
                this.ct = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Shares.prototype.roundId = $util.newBuffer([]);
            Shares.prototype.ct = $util.emptyArray;

            Shares.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roundId != null && $Object.hasOwnProperty.call(m, "roundId") && m.roundId.length)
                    w.uint32(10).bytes(m.roundId);
                if (m.ct != null && m.ct.length) {
                    for (var i = 0; i < m.ct.length; ++i)
                        $root.muster.v1.ShareCt.encode(m.ct[i], w.uint32(18).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Shares.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Shares();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.roundId = v;
                            else
                                delete m.roundId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.ct && m.ct.length))
                                m.ct = [];
                            m.ct.push($root.muster.v1.ShareCt.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Shares.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Shares";
            };

            return Shares;
        })();

        v1.ShareFrom = (function() {

            const ShareFrom = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ShareFrom.prototype.from = 0;
            ShareFrom.prototype.box = $util.newBuffer([]);

            ShareFrom.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.from != null && $Object.hasOwnProperty.call(m, "from") && m.from !== 0)
                    w.uint32(8).uint32(m.from);
                if (m.box != null && $Object.hasOwnProperty.call(m, "box") && m.box.length)
                    w.uint32(18).bytes(m.box);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ShareFrom.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ShareFrom();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.from = v;
                            else
                                delete m.from;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.box = v;
                            else
                                delete m.box;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ShareFrom.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ShareFrom";
            };

            return ShareFrom;
        })();

        v1.ShareRelay = (function() {

            const ShareRelay = function (p) {
                this.ct = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ShareRelay.prototype.roundId = $util.newBuffer([]);
            ShareRelay.prototype.u2 = $util.newBuffer([]);
            ShareRelay.prototype.ct = $util.emptyArray;

            ShareRelay.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roundId != null && $Object.hasOwnProperty.call(m, "roundId") && m.roundId.length)
                    w.uint32(10).bytes(m.roundId);
                if (m.u2 != null && $Object.hasOwnProperty.call(m, "u2") && m.u2.length)
                    w.uint32(18).bytes(m.u2);
                if (m.ct != null && m.ct.length) {
                    for (var i = 0; i < m.ct.length; ++i)
                        $root.muster.v1.ShareFrom.encode(m.ct[i], w.uint32(26).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ShareRelay.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ShareRelay();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.roundId = v;
                            else
                                delete m.roundId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.u2 = v;
                            else
                                delete m.u2;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if (!(m.ct && m.ct.length))
                                m.ct = [];
                            m.ct.push($root.muster.v1.ShareFrom.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ShareRelay.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ShareRelay";
            };

            return ShareRelay;
        })();

        v1.Masked = (function() {

            const Masked = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Masked.prototype.roundId = $util.newBuffer([]);
            Masked.prototype.size = 0;
            Masked.prototype.sha256 = $util.newBuffer([]);
            Masked.prototype.sig = $util.newBuffer([]);

            Masked.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roundId != null && $Object.hasOwnProperty.call(m, "roundId") && m.roundId.length)
                    w.uint32(10).bytes(m.roundId);
                if (m.size != null && $Object.hasOwnProperty.call(m, "size") && !$Object.is(m.size, 0))
                    w.uint32(17).double(m.size);
                if (m.sha256 != null && $Object.hasOwnProperty.call(m, "sha256") && m.sha256.length)
                    w.uint32(26).bytes(m.sha256);
                if (m.sig != null && $Object.hasOwnProperty.call(m, "sig") && m.sig.length)
                    w.uint32(34).bytes(m.sig);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Masked.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Masked();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.roundId = v;
                            else
                                delete m.roundId;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.size = v;
                            else
                                delete m.size;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sha256 = v;
                            else
                                delete m.sha256;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sig = v;
                            else
                                delete m.sig;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Masked.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Masked";
            };

            return Masked;
        })();

        v1.Survivors = (function() {

            const Survivors = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Survivors.prototype.roundId = $util.newBuffer([]);
            Survivors.prototype.u3 = $util.newBuffer([]);

            Survivors.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roundId != null && $Object.hasOwnProperty.call(m, "roundId") && m.roundId.length)
                    w.uint32(10).bytes(m.roundId);
                if (m.u3 != null && $Object.hasOwnProperty.call(m, "u3") && m.u3.length)
                    w.uint32(18).bytes(m.u3);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Survivors.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Survivors();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.roundId = v;
                            else
                                delete m.roundId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.u3 = v;
                            else
                                delete m.u3;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Survivors.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Survivors";
            };

            return Survivors;
        })();

        v1.Consistency = (function() {

            const Consistency = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Consistency.prototype.roundId = $util.newBuffer([]);
            Consistency.prototype.sig = $util.newBuffer([]);

            Consistency.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roundId != null && $Object.hasOwnProperty.call(m, "roundId") && m.roundId.length)
                    w.uint32(10).bytes(m.roundId);
                if (m.sig != null && $Object.hasOwnProperty.call(m, "sig") && m.sig.length)
                    w.uint32(18).bytes(m.sig);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Consistency.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Consistency();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.roundId = v;
                            else
                                delete m.roundId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sig = v;
                            else
                                delete m.sig;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Consistency.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Consistency";
            };

            return Consistency;
        })();

        v1.SigBy = (function() {

            const SigBy = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            SigBy.prototype.index = 0;
            SigBy.prototype.sig = $util.newBuffer([]);

            SigBy.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.index != null && $Object.hasOwnProperty.call(m, "index") && m.index !== 0)
                    w.uint32(8).uint32(m.index);
                if (m.sig != null && $Object.hasOwnProperty.call(m, "sig") && m.sig.length)
                    w.uint32(18).bytes(m.sig);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            SigBy.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.SigBy();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.index = v;
                            else
                                delete m.index;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sig = v;
                            else
                                delete m.sig;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            SigBy.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.SigBy";
            };

            return SigBy;
        })();

        v1.ConsistencySet = (function() {

            const ConsistencySet = function (p) {
                this.sigs = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ConsistencySet.prototype.roundId = $util.newBuffer([]);
            ConsistencySet.prototype.sigs = $util.emptyArray;

            ConsistencySet.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roundId != null && $Object.hasOwnProperty.call(m, "roundId") && m.roundId.length)
                    w.uint32(10).bytes(m.roundId);
                if (m.sigs != null && m.sigs.length) {
                    for (var i = 0; i < m.sigs.length; ++i)
                        $root.muster.v1.SigBy.encode(m.sigs[i], w.uint32(18).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ConsistencySet.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ConsistencySet();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.roundId = v;
                            else
                                delete m.roundId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.sigs && m.sigs.length))
                                m.sigs = [];
                            m.sigs.push($root.muster.v1.SigBy.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ConsistencySet.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ConsistencySet";
            };

            return ConsistencySet;
        })();

        v1.Share = (function() {

            const Share = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Share.prototype.owner = 0;
            Share.prototype.x = 0;
            Share.prototype.v = $util.newBuffer([]);

            Share.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.owner != null && $Object.hasOwnProperty.call(m, "owner") && m.owner !== 0)
                    w.uint32(8).uint32(m.owner);
                if (m.x != null && $Object.hasOwnProperty.call(m, "x") && m.x !== 0)
                    w.uint32(16).uint32(m.x);
                if (m.v != null && $Object.hasOwnProperty.call(m, "v") && m.v.length)
                    w.uint32(26).bytes(m.v);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Share.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Share();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.owner = v;
                            else
                                delete m.owner;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.x = v;
                            else
                                delete m.x;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.v = v;
                            else
                                delete m.v;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Share.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Share";
            };

            return Share;
        })();

        v1.Unmask = (function() {

            const Unmask = function (p) {
                this.b = [];
                this.sk = [];
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Unmask.prototype.roundId = $util.newBuffer([]);
            Unmask.prototype.b = $util.emptyArray;
            Unmask.prototype.sk = $util.emptyArray;

            Unmask.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roundId != null && $Object.hasOwnProperty.call(m, "roundId") && m.roundId.length)
                    w.uint32(10).bytes(m.roundId);
                if (m.b != null && m.b.length) {
                    for (var i = 0; i < m.b.length; ++i)
                        $root.muster.v1.Share.encode(m.b[i], w.uint32(18).fork(), q + 1).ldelim();
                }
                if (m.sk != null && m.sk.length) {
                    for (var i = 0; i < m.sk.length; ++i)
                        $root.muster.v1.Share.encode(m.sk[i], w.uint32(26).fork(), q + 1).ldelim();
                }
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Unmask.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Unmask();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.roundId = v;
                            else
                                delete m.roundId;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if (!(m.b && m.b.length))
                                m.b = [];
                            m.b.push($root.muster.v1.Share.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if (!(m.sk && m.sk.length))
                                m.sk = [];
                            m.sk.push($root.muster.v1.Share.decode(r, r.size(), $undefined, q + 1));
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Unmask.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Unmask";
            };

            return Unmask;
        })();

        v1.AbortCode = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ROSTER_SIG"] = 0;
            values[valuesById[1] = "ROSTER_GRAPH"] = 1;
            values[valuesById[2] = "POLICY"] = 2;
            values[valuesById[3] = "BELOW_T"] = 3;
            values[valuesById[4] = "NOT_IN_U3"] = 4;
            values[valuesById[5] = "SPLIT_VIEW"] = 5;
            values[valuesById[6] = "REPLAY"] = 6;
            values[valuesById[7] = "BUDGET"] = 7;
            values[valuesById[8] = "MODEL_HASH"] = 8;
            values[valuesById[9] = "INTERNAL"] = 9;
            return values;
        })();

        v1.Abort = (function() {

            const Abort = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Abort.prototype.roundId = $util.newBuffer([]);
            Abort.prototype.code = 0;
            Abort.prototype.detail = "";
            Abort.prototype.sig = $util.newBuffer([]);

            Abort.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.roundId != null && $Object.hasOwnProperty.call(m, "roundId") && m.roundId.length)
                    w.uint32(10).bytes(m.roundId);
                if (m.code != null && $Object.hasOwnProperty.call(m, "code") && m.code !== 0)
                    w.uint32(16).int32(m.code);
                if (m.detail != null && $Object.hasOwnProperty.call(m, "detail") && m.detail !== "")
                    w.uint32(26).string(m.detail);
                if (m.sig != null && $Object.hasOwnProperty.call(m, "sig") && m.sig.length)
                    w.uint32(34).bytes(m.sig);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Abort.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Abort();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.roundId = v;
                            else
                                delete m.roundId;
                            continue;
                        }
                    case 2: {
                            if (u !== 0)
                                break;
                            if (v = r.int32())
                                m.code = v;
                            else
                                delete m.code;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.detail = v;
                            else
                                delete m.detail;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sig = v;
                            else
                                delete m.sig;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Abort.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Abort";
            };

            return Abort;
        })();

        v1.Envelope = (function() {

            const Envelope = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Envelope.prototype.id = 0;
            Envelope.prototype.replyTo = 0;
            Envelope.prototype.ok = null;
            Envelope.prototype.error = null;
            Envelope.prototype.heartbeat = null;
            Envelope.prototype.comeBack = null;
            Envelope.prototype.enrolmentRequest = null;
            Envelope.prototype.enrolmentReply = null;
            Envelope.prototype.register = null;
            Envelope.prototype.registered = null;
            Envelope.prototype.renewalRequest = null;
            Envelope.prototype.renewalReply = null;
            Envelope.prototype.manifestHead = null;
            Envelope.prototype.manifestsRequest = null;
            Envelope.prototype.manifests = null;
            Envelope.prototype.offer = null;
            Envelope.prototype.offerAnswer = null;
            Envelope.prototype.progress = null;
            Envelope.prototype.report = null;
            Envelope.prototype.received = null;
            Envelope.prototype.outcome = null;
            Envelope.prototype.evaluationOffer = null;
            Envelope.prototype.evaluationReport = null;
            Envelope.prototype.failure = null;
            Envelope.prototype.standing = null;
            Envelope.prototype.auditEvents = null;
            Envelope.prototype.auditEventsTaken = null;
            Envelope.prototype.addCheckpoint = null;
            Envelope.prototype.witnessAnswer = null;
            Envelope.prototype.logHeadRequest = null;
            Envelope.prototype.logHead = null;
            Envelope.prototype.logFileRequest = null;
            Envelope.prototype.logFile = null;
            Envelope.prototype.logTrustRequest = null;
            Envelope.prototype.logTrust = null;
            Envelope.prototype.pull = null;
            Envelope.prototype.pullReady = null;
            Envelope.prototype.pushReady = null;
            Envelope.prototype.chunk = null;
            Envelope.prototype.credit = null;
            Envelope.prototype.transferEnd = null;
            Envelope.prototype.roundOffer = null;
            Envelope.prototype.advertise = null;
            Envelope.prototype.roster = null;
            Envelope.prototype.shares = null;
            Envelope.prototype.shareRelay = null;
            Envelope.prototype.masked = null;
            Envelope.prototype.survivors = null;
            Envelope.prototype.consistency = null;
            Envelope.prototype.consistencySet = null;
            Envelope.prototype.unmask = null;
            Envelope.prototype.abort = null;

            let $oneOfFields;

            $Object.defineProperty(Envelope.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["ok", "error", "heartbeat", "comeBack", "enrolmentRequest", "enrolmentReply", "register", "registered", "renewalRequest", "renewalReply", "manifestHead", "manifestsRequest", "manifests", "offer", "offerAnswer", "progress", "report", "received", "outcome", "evaluationOffer", "evaluationReport", "failure", "standing", "auditEvents", "auditEventsTaken", "addCheckpoint", "witnessAnswer", "logHeadRequest", "logHead", "logFileRequest", "logFile", "logTrustRequest", "logTrust", "pull", "pullReady", "pushReady", "chunk", "credit", "transferEnd", "roundOffer", "advertise", "roster", "shares", "shareRelay", "masked", "survivors", "consistency", "consistencySet", "unmask", "abort"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Envelope.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.id != null && $Object.hasOwnProperty.call(m, "id") && !$Object.is(m.id, 0))
                    w.uint32(9).double(m.id);
                if (m.replyTo != null && $Object.hasOwnProperty.call(m, "replyTo") && !$Object.is(m.replyTo, 0))
                    w.uint32(17).double(m.replyTo);
                if (m.ok != null && $Object.hasOwnProperty.call(m, "ok"))
                    $root.muster.v1.Ok.encode(m.ok, w.uint32(82).fork(), q + 1).ldelim();
                if (m.error != null && $Object.hasOwnProperty.call(m, "error"))
                    $root.muster.v1.Error.encode(m.error, w.uint32(90).fork(), q + 1).ldelim();
                if (m.heartbeat != null && $Object.hasOwnProperty.call(m, "heartbeat"))
                    $root.muster.v1.Heartbeat.encode(m.heartbeat, w.uint32(98).fork(), q + 1).ldelim();
                if (m.comeBack != null && $Object.hasOwnProperty.call(m, "comeBack"))
                    $root.muster.v1.ComeBack.encode(m.comeBack, w.uint32(106).fork(), q + 1).ldelim();
                if (m.enrolmentRequest != null && $Object.hasOwnProperty.call(m, "enrolmentRequest"))
                    $root.muster.v1.EnrolmentRequest.encode(m.enrolmentRequest, w.uint32(162).fork(), q + 1).ldelim();
                if (m.enrolmentReply != null && $Object.hasOwnProperty.call(m, "enrolmentReply"))
                    $root.muster.v1.EnrolmentReply.encode(m.enrolmentReply, w.uint32(170).fork(), q + 1).ldelim();
                if (m.register != null && $Object.hasOwnProperty.call(m, "register"))
                    $root.muster.v1.Register.encode(m.register, w.uint32(178).fork(), q + 1).ldelim();
                if (m.registered != null && $Object.hasOwnProperty.call(m, "registered"))
                    $root.muster.v1.Registered.encode(m.registered, w.uint32(186).fork(), q + 1).ldelim();
                if (m.renewalRequest != null && $Object.hasOwnProperty.call(m, "renewalRequest"))
                    $root.muster.v1.RenewalRequest.encode(m.renewalRequest, w.uint32(194).fork(), q + 1).ldelim();
                if (m.renewalReply != null && $Object.hasOwnProperty.call(m, "renewalReply"))
                    $root.muster.v1.RenewalReply.encode(m.renewalReply, w.uint32(202).fork(), q + 1).ldelim();
                if (m.manifestHead != null && $Object.hasOwnProperty.call(m, "manifestHead"))
                    $root.muster.v1.ManifestHead.encode(m.manifestHead, w.uint32(210).fork(), q + 1).ldelim();
                if (m.manifestsRequest != null && $Object.hasOwnProperty.call(m, "manifestsRequest"))
                    $root.muster.v1.ManifestsRequest.encode(m.manifestsRequest, w.uint32(218).fork(), q + 1).ldelim();
                if (m.manifests != null && $Object.hasOwnProperty.call(m, "manifests"))
                    $root.muster.v1.Manifests.encode(m.manifests, w.uint32(226).fork(), q + 1).ldelim();
                if (m.offer != null && $Object.hasOwnProperty.call(m, "offer"))
                    $root.muster.v1.Offer.encode(m.offer, w.uint32(242).fork(), q + 1).ldelim();
                if (m.offerAnswer != null && $Object.hasOwnProperty.call(m, "offerAnswer"))
                    $root.muster.v1.OfferAnswer.encode(m.offerAnswer, w.uint32(250).fork(), q + 1).ldelim();
                if (m.progress != null && $Object.hasOwnProperty.call(m, "progress"))
                    $root.muster.v1.Progress.encode(m.progress, w.uint32(258).fork(), q + 1).ldelim();
                if (m.report != null && $Object.hasOwnProperty.call(m, "report"))
                    $root.muster.v1.Report.encode(m.report, w.uint32(266).fork(), q + 1).ldelim();
                if (m.received != null && $Object.hasOwnProperty.call(m, "received"))
                    $root.muster.v1.Received.encode(m.received, w.uint32(274).fork(), q + 1).ldelim();
                if (m.outcome != null && $Object.hasOwnProperty.call(m, "outcome"))
                    $root.muster.v1.Outcome.encode(m.outcome, w.uint32(282).fork(), q + 1).ldelim();
                if (m.evaluationOffer != null && $Object.hasOwnProperty.call(m, "evaluationOffer"))
                    $root.muster.v1.EvaluationOffer.encode(m.evaluationOffer, w.uint32(290).fork(), q + 1).ldelim();
                if (m.evaluationReport != null && $Object.hasOwnProperty.call(m, "evaluationReport"))
                    $root.muster.v1.EvaluationReport.encode(m.evaluationReport, w.uint32(298).fork(), q + 1).ldelim();
                if (m.failure != null && $Object.hasOwnProperty.call(m, "failure"))
                    $root.muster.v1.Failure.encode(m.failure, w.uint32(306).fork(), q + 1).ldelim();
                if (m.standing != null && $Object.hasOwnProperty.call(m, "standing"))
                    $root.muster.v1.Standing.encode(m.standing, w.uint32(314).fork(), q + 1).ldelim();
                if (m.auditEvents != null && $Object.hasOwnProperty.call(m, "auditEvents"))
                    $root.muster.v1.AuditEvents.encode(m.auditEvents, w.uint32(322).fork(), q + 1).ldelim();
                if (m.auditEventsTaken != null && $Object.hasOwnProperty.call(m, "auditEventsTaken"))
                    $root.muster.v1.AuditEventsTaken.encode(m.auditEventsTaken, w.uint32(330).fork(), q + 1).ldelim();
                if (m.addCheckpoint != null && $Object.hasOwnProperty.call(m, "addCheckpoint"))
                    $root.muster.v1.AddCheckpoint.encode(m.addCheckpoint, w.uint32(338).fork(), q + 1).ldelim();
                if (m.witnessAnswer != null && $Object.hasOwnProperty.call(m, "witnessAnswer"))
                    $root.muster.v1.WitnessAnswer.encode(m.witnessAnswer, w.uint32(346).fork(), q + 1).ldelim();
                if (m.logHeadRequest != null && $Object.hasOwnProperty.call(m, "logHeadRequest"))
                    $root.muster.v1.LogHeadRequest.encode(m.logHeadRequest, w.uint32(354).fork(), q + 1).ldelim();
                if (m.logHead != null && $Object.hasOwnProperty.call(m, "logHead"))
                    $root.muster.v1.LogHead.encode(m.logHead, w.uint32(362).fork(), q + 1).ldelim();
                if (m.logFileRequest != null && $Object.hasOwnProperty.call(m, "logFileRequest"))
                    $root.muster.v1.LogFileRequest.encode(m.logFileRequest, w.uint32(370).fork(), q + 1).ldelim();
                if (m.logFile != null && $Object.hasOwnProperty.call(m, "logFile"))
                    $root.muster.v1.LogFile.encode(m.logFile, w.uint32(378).fork(), q + 1).ldelim();
                if (m.logTrustRequest != null && $Object.hasOwnProperty.call(m, "logTrustRequest"))
                    $root.muster.v1.LogTrustRequest.encode(m.logTrustRequest, w.uint32(386).fork(), q + 1).ldelim();
                if (m.logTrust != null && $Object.hasOwnProperty.call(m, "logTrust"))
                    $root.muster.v1.LogTrust.encode(m.logTrust, w.uint32(394).fork(), q + 1).ldelim();
                if (m.pull != null && $Object.hasOwnProperty.call(m, "pull"))
                    $root.muster.v1.Pull.encode(m.pull, w.uint32(402).fork(), q + 1).ldelim();
                if (m.pullReady != null && $Object.hasOwnProperty.call(m, "pullReady"))
                    $root.muster.v1.PullReady.encode(m.pullReady, w.uint32(410).fork(), q + 1).ldelim();
                if (m.pushReady != null && $Object.hasOwnProperty.call(m, "pushReady"))
                    $root.muster.v1.PushReady.encode(m.pushReady, w.uint32(418).fork(), q + 1).ldelim();
                if (m.chunk != null && $Object.hasOwnProperty.call(m, "chunk"))
                    $root.muster.v1.Chunk.encode(m.chunk, w.uint32(426).fork(), q + 1).ldelim();
                if (m.credit != null && $Object.hasOwnProperty.call(m, "credit"))
                    $root.muster.v1.Credit.encode(m.credit, w.uint32(434).fork(), q + 1).ldelim();
                if (m.transferEnd != null && $Object.hasOwnProperty.call(m, "transferEnd"))
                    $root.muster.v1.TransferEnd.encode(m.transferEnd, w.uint32(442).fork(), q + 1).ldelim();
                if (m.roundOffer != null && $Object.hasOwnProperty.call(m, "roundOffer"))
                    $root.muster.v1.RoundOffer.encode(m.roundOffer, w.uint32(482).fork(), q + 1).ldelim();
                if (m.advertise != null && $Object.hasOwnProperty.call(m, "advertise"))
                    $root.muster.v1.Advertise.encode(m.advertise, w.uint32(490).fork(), q + 1).ldelim();
                if (m.roster != null && $Object.hasOwnProperty.call(m, "roster"))
                    $root.muster.v1.Roster.encode(m.roster, w.uint32(498).fork(), q + 1).ldelim();
                if (m.shares != null && $Object.hasOwnProperty.call(m, "shares"))
                    $root.muster.v1.Shares.encode(m.shares, w.uint32(506).fork(), q + 1).ldelim();
                if (m.shareRelay != null && $Object.hasOwnProperty.call(m, "shareRelay"))
                    $root.muster.v1.ShareRelay.encode(m.shareRelay, w.uint32(514).fork(), q + 1).ldelim();
                if (m.masked != null && $Object.hasOwnProperty.call(m, "masked"))
                    $root.muster.v1.Masked.encode(m.masked, w.uint32(522).fork(), q + 1).ldelim();
                if (m.survivors != null && $Object.hasOwnProperty.call(m, "survivors"))
                    $root.muster.v1.Survivors.encode(m.survivors, w.uint32(530).fork(), q + 1).ldelim();
                if (m.consistency != null && $Object.hasOwnProperty.call(m, "consistency"))
                    $root.muster.v1.Consistency.encode(m.consistency, w.uint32(538).fork(), q + 1).ldelim();
                if (m.consistencySet != null && $Object.hasOwnProperty.call(m, "consistencySet"))
                    $root.muster.v1.ConsistencySet.encode(m.consistencySet, w.uint32(546).fork(), q + 1).ldelim();
                if (m.unmask != null && $Object.hasOwnProperty.call(m, "unmask"))
                    $root.muster.v1.Unmask.encode(m.unmask, w.uint32(554).fork(), q + 1).ldelim();
                if (m.abort != null && $Object.hasOwnProperty.call(m, "abort"))
                    $root.muster.v1.Abort.encode(m.abort, w.uint32(562).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Envelope.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Envelope();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.id = v;
                            else
                                delete m.id;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.replyTo = v;
                            else
                                delete m.replyTo;
                            continue;
                        }
                    case 10: {
                            if (u !== 2)
                                break;
                            m.ok = $root.muster.v1.Ok.decode(r, r.size(), $undefined, q + 1, m.ok);
                            m.body = "ok";
                            continue;
                        }
                    case 11: {
                            if (u !== 2)
                                break;
                            m.error = $root.muster.v1.Error.decode(r, r.size(), $undefined, q + 1, m.error);
                            m.body = "error";
                            continue;
                        }
                    case 12: {
                            if (u !== 2)
                                break;
                            m.heartbeat = $root.muster.v1.Heartbeat.decode(r, r.size(), $undefined, q + 1, m.heartbeat);
                            m.body = "heartbeat";
                            continue;
                        }
                    case 13: {
                            if (u !== 2)
                                break;
                            m.comeBack = $root.muster.v1.ComeBack.decode(r, r.size(), $undefined, q + 1, m.comeBack);
                            m.body = "comeBack";
                            continue;
                        }
                    case 20: {
                            if (u !== 2)
                                break;
                            m.enrolmentRequest = $root.muster.v1.EnrolmentRequest.decode(r, r.size(), $undefined, q + 1, m.enrolmentRequest);
                            m.body = "enrolmentRequest";
                            continue;
                        }
                    case 21: {
                            if (u !== 2)
                                break;
                            m.enrolmentReply = $root.muster.v1.EnrolmentReply.decode(r, r.size(), $undefined, q + 1, m.enrolmentReply);
                            m.body = "enrolmentReply";
                            continue;
                        }
                    case 22: {
                            if (u !== 2)
                                break;
                            m.register = $root.muster.v1.Register.decode(r, r.size(), $undefined, q + 1, m.register);
                            m.body = "register";
                            continue;
                        }
                    case 23: {
                            if (u !== 2)
                                break;
                            m.registered = $root.muster.v1.Registered.decode(r, r.size(), $undefined, q + 1, m.registered);
                            m.body = "registered";
                            continue;
                        }
                    case 24: {
                            if (u !== 2)
                                break;
                            m.renewalRequest = $root.muster.v1.RenewalRequest.decode(r, r.size(), $undefined, q + 1, m.renewalRequest);
                            m.body = "renewalRequest";
                            continue;
                        }
                    case 25: {
                            if (u !== 2)
                                break;
                            m.renewalReply = $root.muster.v1.RenewalReply.decode(r, r.size(), $undefined, q + 1, m.renewalReply);
                            m.body = "renewalReply";
                            continue;
                        }
                    case 26: {
                            if (u !== 2)
                                break;
                            m.manifestHead = $root.muster.v1.ManifestHead.decode(r, r.size(), $undefined, q + 1, m.manifestHead);
                            m.body = "manifestHead";
                            continue;
                        }
                    case 27: {
                            if (u !== 2)
                                break;
                            m.manifestsRequest = $root.muster.v1.ManifestsRequest.decode(r, r.size(), $undefined, q + 1, m.manifestsRequest);
                            m.body = "manifestsRequest";
                            continue;
                        }
                    case 28: {
                            if (u !== 2)
                                break;
                            m.manifests = $root.muster.v1.Manifests.decode(r, r.size(), $undefined, q + 1, m.manifests);
                            m.body = "manifests";
                            continue;
                        }
                    case 30: {
                            if (u !== 2)
                                break;
                            m.offer = $root.muster.v1.Offer.decode(r, r.size(), $undefined, q + 1, m.offer);
                            m.body = "offer";
                            continue;
                        }
                    case 31: {
                            if (u !== 2)
                                break;
                            m.offerAnswer = $root.muster.v1.OfferAnswer.decode(r, r.size(), $undefined, q + 1, m.offerAnswer);
                            m.body = "offerAnswer";
                            continue;
                        }
                    case 32: {
                            if (u !== 2)
                                break;
                            m.progress = $root.muster.v1.Progress.decode(r, r.size(), $undefined, q + 1, m.progress);
                            m.body = "progress";
                            continue;
                        }
                    case 33: {
                            if (u !== 2)
                                break;
                            m.report = $root.muster.v1.Report.decode(r, r.size(), $undefined, q + 1, m.report);
                            m.body = "report";
                            continue;
                        }
                    case 34: {
                            if (u !== 2)
                                break;
                            m.received = $root.muster.v1.Received.decode(r, r.size(), $undefined, q + 1, m.received);
                            m.body = "received";
                            continue;
                        }
                    case 35: {
                            if (u !== 2)
                                break;
                            m.outcome = $root.muster.v1.Outcome.decode(r, r.size(), $undefined, q + 1, m.outcome);
                            m.body = "outcome";
                            continue;
                        }
                    case 36: {
                            if (u !== 2)
                                break;
                            m.evaluationOffer = $root.muster.v1.EvaluationOffer.decode(r, r.size(), $undefined, q + 1, m.evaluationOffer);
                            m.body = "evaluationOffer";
                            continue;
                        }
                    case 37: {
                            if (u !== 2)
                                break;
                            m.evaluationReport = $root.muster.v1.EvaluationReport.decode(r, r.size(), $undefined, q + 1, m.evaluationReport);
                            m.body = "evaluationReport";
                            continue;
                        }
                    case 38: {
                            if (u !== 2)
                                break;
                            m.failure = $root.muster.v1.Failure.decode(r, r.size(), $undefined, q + 1, m.failure);
                            m.body = "failure";
                            continue;
                        }
                    case 39: {
                            if (u !== 2)
                                break;
                            m.standing = $root.muster.v1.Standing.decode(r, r.size(), $undefined, q + 1, m.standing);
                            m.body = "standing";
                            continue;
                        }
                    case 40: {
                            if (u !== 2)
                                break;
                            m.auditEvents = $root.muster.v1.AuditEvents.decode(r, r.size(), $undefined, q + 1, m.auditEvents);
                            m.body = "auditEvents";
                            continue;
                        }
                    case 41: {
                            if (u !== 2)
                                break;
                            m.auditEventsTaken = $root.muster.v1.AuditEventsTaken.decode(r, r.size(), $undefined, q + 1, m.auditEventsTaken);
                            m.body = "auditEventsTaken";
                            continue;
                        }
                    case 42: {
                            if (u !== 2)
                                break;
                            m.addCheckpoint = $root.muster.v1.AddCheckpoint.decode(r, r.size(), $undefined, q + 1, m.addCheckpoint);
                            m.body = "addCheckpoint";
                            continue;
                        }
                    case 43: {
                            if (u !== 2)
                                break;
                            m.witnessAnswer = $root.muster.v1.WitnessAnswer.decode(r, r.size(), $undefined, q + 1, m.witnessAnswer);
                            m.body = "witnessAnswer";
                            continue;
                        }
                    case 44: {
                            if (u !== 2)
                                break;
                            m.logHeadRequest = $root.muster.v1.LogHeadRequest.decode(r, r.size(), $undefined, q + 1, m.logHeadRequest);
                            m.body = "logHeadRequest";
                            continue;
                        }
                    case 45: {
                            if (u !== 2)
                                break;
                            m.logHead = $root.muster.v1.LogHead.decode(r, r.size(), $undefined, q + 1, m.logHead);
                            m.body = "logHead";
                            continue;
                        }
                    case 46: {
                            if (u !== 2)
                                break;
                            m.logFileRequest = $root.muster.v1.LogFileRequest.decode(r, r.size(), $undefined, q + 1, m.logFileRequest);
                            m.body = "logFileRequest";
                            continue;
                        }
                    case 47: {
                            if (u !== 2)
                                break;
                            m.logFile = $root.muster.v1.LogFile.decode(r, r.size(), $undefined, q + 1, m.logFile);
                            m.body = "logFile";
                            continue;
                        }
                    case 48: {
                            if (u !== 2)
                                break;
                            m.logTrustRequest = $root.muster.v1.LogTrustRequest.decode(r, r.size(), $undefined, q + 1, m.logTrustRequest);
                            m.body = "logTrustRequest";
                            continue;
                        }
                    case 49: {
                            if (u !== 2)
                                break;
                            m.logTrust = $root.muster.v1.LogTrust.decode(r, r.size(), $undefined, q + 1, m.logTrust);
                            m.body = "logTrust";
                            continue;
                        }
                    case 50: {
                            if (u !== 2)
                                break;
                            m.pull = $root.muster.v1.Pull.decode(r, r.size(), $undefined, q + 1, m.pull);
                            m.body = "pull";
                            continue;
                        }
                    case 51: {
                            if (u !== 2)
                                break;
                            m.pullReady = $root.muster.v1.PullReady.decode(r, r.size(), $undefined, q + 1, m.pullReady);
                            m.body = "pullReady";
                            continue;
                        }
                    case 52: {
                            if (u !== 2)
                                break;
                            m.pushReady = $root.muster.v1.PushReady.decode(r, r.size(), $undefined, q + 1, m.pushReady);
                            m.body = "pushReady";
                            continue;
                        }
                    case 53: {
                            if (u !== 2)
                                break;
                            m.chunk = $root.muster.v1.Chunk.decode(r, r.size(), $undefined, q + 1, m.chunk);
                            m.body = "chunk";
                            continue;
                        }
                    case 54: {
                            if (u !== 2)
                                break;
                            m.credit = $root.muster.v1.Credit.decode(r, r.size(), $undefined, q + 1, m.credit);
                            m.body = "credit";
                            continue;
                        }
                    case 55: {
                            if (u !== 2)
                                break;
                            m.transferEnd = $root.muster.v1.TransferEnd.decode(r, r.size(), $undefined, q + 1, m.transferEnd);
                            m.body = "transferEnd";
                            continue;
                        }
                    case 60: {
                            if (u !== 2)
                                break;
                            m.roundOffer = $root.muster.v1.RoundOffer.decode(r, r.size(), $undefined, q + 1, m.roundOffer);
                            m.body = "roundOffer";
                            continue;
                        }
                    case 61: {
                            if (u !== 2)
                                break;
                            m.advertise = $root.muster.v1.Advertise.decode(r, r.size(), $undefined, q + 1, m.advertise);
                            m.body = "advertise";
                            continue;
                        }
                    case 62: {
                            if (u !== 2)
                                break;
                            m.roster = $root.muster.v1.Roster.decode(r, r.size(), $undefined, q + 1, m.roster);
                            m.body = "roster";
                            continue;
                        }
                    case 63: {
                            if (u !== 2)
                                break;
                            m.shares = $root.muster.v1.Shares.decode(r, r.size(), $undefined, q + 1, m.shares);
                            m.body = "shares";
                            continue;
                        }
                    case 64: {
                            if (u !== 2)
                                break;
                            m.shareRelay = $root.muster.v1.ShareRelay.decode(r, r.size(), $undefined, q + 1, m.shareRelay);
                            m.body = "shareRelay";
                            continue;
                        }
                    case 65: {
                            if (u !== 2)
                                break;
                            m.masked = $root.muster.v1.Masked.decode(r, r.size(), $undefined, q + 1, m.masked);
                            m.body = "masked";
                            continue;
                        }
                    case 66: {
                            if (u !== 2)
                                break;
                            m.survivors = $root.muster.v1.Survivors.decode(r, r.size(), $undefined, q + 1, m.survivors);
                            m.body = "survivors";
                            continue;
                        }
                    case 67: {
                            if (u !== 2)
                                break;
                            m.consistency = $root.muster.v1.Consistency.decode(r, r.size(), $undefined, q + 1, m.consistency);
                            m.body = "consistency";
                            continue;
                        }
                    case 68: {
                            if (u !== 2)
                                break;
                            m.consistencySet = $root.muster.v1.ConsistencySet.decode(r, r.size(), $undefined, q + 1, m.consistencySet);
                            m.body = "consistencySet";
                            continue;
                        }
                    case 69: {
                            if (u !== 2)
                                break;
                            m.unmask = $root.muster.v1.Unmask.decode(r, r.size(), $undefined, q + 1, m.unmask);
                            m.body = "unmask";
                            continue;
                        }
                    case 70: {
                            if (u !== 2)
                                break;
                            m.abort = $root.muster.v1.Abort.decode(r, r.size(), $undefined, q + 1, m.abort);
                            m.body = "abort";
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Envelope.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Envelope";
            };

            return Envelope;
        })();

        v1.Ok = (function() {

            const Ok = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Ok.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Ok.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Ok();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    r.skipType(t & 7, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Ok.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Ok";
            };

            return Ok;
        })();

        v1.Error = (function() {

            const Error = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Error.prototype.code = "";
            Error.prototype.message = "";
            Error.prototype.retryable = false;
            Error.prototype.retryAfterMs = 0;
            Error.prototype.detail = "";

            Error.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.code != null && $Object.hasOwnProperty.call(m, "code") && m.code !== "")
                    w.uint32(10).string(m.code);
                if (m.message != null && $Object.hasOwnProperty.call(m, "message") && m.message !== "")
                    w.uint32(18).string(m.message);
                if (m.retryable != null && $Object.hasOwnProperty.call(m, "retryable") && m.retryable !== false)
                    w.uint32(24).bool(m.retryable);
                if (m.retryAfterMs != null && $Object.hasOwnProperty.call(m, "retryAfterMs") && !$Object.is(m.retryAfterMs, 0))
                    w.uint32(33).double(m.retryAfterMs);
                if (m.detail != null && $Object.hasOwnProperty.call(m, "detail") && m.detail !== "")
                    w.uint32(42).string(m.detail);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Error.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Error();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.code = v;
                            else
                                delete m.code;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.message = v;
                            else
                                delete m.message;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.bool())
                                m.retryable = v;
                            else
                                delete m.retryable;
                            continue;
                        }
                    case 4: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.retryAfterMs = v;
                            else
                                delete m.retryAfterMs;
                            continue;
                        }
                    case 5: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.detail = v;
                            else
                                delete m.detail;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Error.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Error";
            };

            return Error;
        })();

        v1.Heartbeat = (function() {

            const Heartbeat = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Heartbeat.prototype.timeMs = 0;

            Heartbeat.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.timeMs != null && $Object.hasOwnProperty.call(m, "timeMs") && !$Object.is(m.timeMs, 0))
                    w.uint32(9).double(m.timeMs);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Heartbeat.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Heartbeat();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.timeMs = v;
                            else
                                delete m.timeMs;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Heartbeat.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Heartbeat";
            };

            return Heartbeat;
        })();

        v1.ComeBack = (function() {

            const ComeBack = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            ComeBack.prototype.delayMinMs = 0;
            ComeBack.prototype.delayMaxMs = 0;
            ComeBack.prototype.reason = "";

            ComeBack.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.delayMinMs != null && $Object.hasOwnProperty.call(m, "delayMinMs") && !$Object.is(m.delayMinMs, 0))
                    w.uint32(9).double(m.delayMinMs);
                if (m.delayMaxMs != null && $Object.hasOwnProperty.call(m, "delayMaxMs") && !$Object.is(m.delayMaxMs, 0))
                    w.uint32(17).double(m.delayMaxMs);
                if (m.reason != null && $Object.hasOwnProperty.call(m, "reason") && m.reason !== "")
                    w.uint32(26).string(m.reason);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            ComeBack.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.ComeBack();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.delayMinMs = v;
                            else
                                delete m.delayMinMs;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.delayMaxMs = v;
                            else
                                delete m.delayMaxMs;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.reason = v;
                            else
                                delete m.reason;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            ComeBack.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.ComeBack";
            };

            return ComeBack;
        })();

        v1.Pull = (function() {

            const Pull = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Pull.prototype.sha256 = $util.newBuffer([]);
            Pull.prototype.offset = 0;
            Pull.prototype.transfer = 0;
            Pull.prototype.credits = 0;

            Pull.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.sha256 != null && $Object.hasOwnProperty.call(m, "sha256") && m.sha256.length)
                    w.uint32(10).bytes(m.sha256);
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && !$Object.is(m.offset, 0))
                    w.uint32(17).double(m.offset);
                if (m.transfer != null && $Object.hasOwnProperty.call(m, "transfer") && m.transfer !== 0)
                    w.uint32(24).uint32(m.transfer);
                if (m.credits != null && $Object.hasOwnProperty.call(m, "credits") && m.credits !== 0)
                    w.uint32(32).uint32(m.credits);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Pull.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Pull();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.sha256 = v;
                            else
                                delete m.sha256;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.transfer = v;
                            else
                                delete m.transfer;
                            continue;
                        }
                    case 4: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.credits = v;
                            else
                                delete m.credits;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Pull.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Pull";
            };

            return Pull;
        })();

        v1.PullReady = (function() {

            const PullReady = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            PullReady.prototype.size = 0;

            PullReady.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.size != null && $Object.hasOwnProperty.call(m, "size") && !$Object.is(m.size, 0))
                    w.uint32(9).double(m.size);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            PullReady.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.PullReady();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.size = v;
                            else
                                delete m.size;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            PullReady.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.PullReady";
            };

            return PullReady;
        })();

        v1.PushReady = (function() {

            const PushReady = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            PushReady.prototype.transfer = 0;
            PushReady.prototype.offset = 0;
            PushReady.prototype.credits = 0;

            PushReady.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.transfer != null && $Object.hasOwnProperty.call(m, "transfer") && m.transfer !== 0)
                    w.uint32(8).uint32(m.transfer);
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && !$Object.is(m.offset, 0))
                    w.uint32(17).double(m.offset);
                if (m.credits != null && $Object.hasOwnProperty.call(m, "credits") && m.credits !== 0)
                    w.uint32(24).uint32(m.credits);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            PushReady.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.PushReady();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.transfer = v;
                            else
                                delete m.transfer;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.credits = v;
                            else
                                delete m.credits;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            PushReady.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.PushReady";
            };

            return PushReady;
        })();

        v1.Chunk = (function() {

            const Chunk = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Chunk.prototype.transfer = 0;
            Chunk.prototype.offset = 0;
            Chunk.prototype.data = $util.newBuffer([]);

            Chunk.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.transfer != null && $Object.hasOwnProperty.call(m, "transfer") && m.transfer !== 0)
                    w.uint32(8).uint32(m.transfer);
                if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && !$Object.is(m.offset, 0))
                    w.uint32(17).double(m.offset);
                if (m.data != null && $Object.hasOwnProperty.call(m, "data") && m.data.length)
                    w.uint32(26).bytes(m.data);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Chunk.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Chunk();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.transfer = v;
                            else
                                delete m.transfer;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.offset = v;
                            else
                                delete m.offset;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.data = v;
                            else
                                delete m.data;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Chunk.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Chunk";
            };

            return Chunk;
        })();

        v1.Credit = (function() {

            const Credit = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            Credit.prototype.transfer = 0;
            Credit.prototype.acked = 0;
            Credit.prototype.credits = 0;

            Credit.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.transfer != null && $Object.hasOwnProperty.call(m, "transfer") && m.transfer !== 0)
                    w.uint32(8).uint32(m.transfer);
                if (m.acked != null && $Object.hasOwnProperty.call(m, "acked") && !$Object.is(m.acked, 0))
                    w.uint32(17).double(m.acked);
                if (m.credits != null && $Object.hasOwnProperty.call(m, "credits") && m.credits !== 0)
                    w.uint32(24).uint32(m.credits);
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            Credit.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.Credit();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.transfer = v;
                            else
                                delete m.transfer;
                            continue;
                        }
                    case 2: {
                            if (u !== 1)
                                break;
                            if (!$Object.is(v = r.double(), 0))
                                m.acked = v;
                            else
                                delete m.acked;
                            continue;
                        }
                    case 3: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.credits = v;
                            else
                                delete m.credits;
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            Credit.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.Credit";
            };

            return Credit;
        })();

        v1.TransferEnd = (function() {

            const TransferEnd = function (p) {
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            TransferEnd.prototype.transfer = 0;
            TransferEnd.prototype.error = null;

            TransferEnd.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.transfer != null && $Object.hasOwnProperty.call(m, "transfer") && m.transfer !== 0)
                    w.uint32(8).uint32(m.transfer);
                if (m.error != null && $Object.hasOwnProperty.call(m, "error"))
                    $root.muster.v1.Error.encode(m.error, w.uint32(18).fork(), q + 1).ldelim();
                if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
                    for (var i = 0; i < m.$unknowns.length; ++i)
                        w.raw(m.$unknowns[i]);
                return w;
            };

            TransferEnd.decode = function (r, l, z, q, g) {
                if (!(r instanceof $Reader))
                    r = $Reader.create(r);
                if (q === $undefined)
                    q = 0;
                if (q > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                var c, m, v;
                if (l === $undefined)
                    c = r.len;
                else {
                    c = r.pos + l;
                    if (c > r.len)
                        throw $RangeError("index out of range");
                    l = r.len;
                    r.len = c;
                }
                m = g || new $root.muster.v1.TransferEnd();
                while (r.pos < c) {
                    var s = r.pos;
                    var t = r.tag();
                    if (t === z) {
                        z = $undefined;
                        break;
                    }
                    var u = t & 7;
                    switch (t >>>= 3) {
                    case 1: {
                            if (u !== 0)
                                break;
                            if (v = r.uint32())
                                m.transfer = v;
                            else
                                delete m.transfer;
                            continue;
                        }
                    case 2: {
                            if (u !== 2)
                                break;
                            m.error = $root.muster.v1.Error.decode(r, r.size(), $undefined, q + 1, m.error);
                            continue;
                        }
                    }
                    r.skipType(u, q, t);
                    if (!r.discardUnknown) {
                        $util.makeProp(m, "$unknowns", false);
                        (m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
                    }
                }
                if (l !== $undefined) {
                    if (r.pos !== c)
                        throw $RangeError("index out of range");
                    r.len = l;
                }
                if (z !== $undefined)
                    throw $Error("missing end group");
                return m;
            };

            TransferEnd.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muster.v1.TransferEnd";
            };

            return TransferEnd;
        })();

        return v1;
    })();

    return muster;
})();

export {
  $root as default
};
