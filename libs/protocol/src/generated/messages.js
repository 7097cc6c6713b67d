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
                if (p)
                    for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
                        if (p[ks[i]] != null && ks[i] !== "__proto__")
                            this[ks[i]] = p[ks[i]];
            };

            LogHead.prototype.note = $util.newBuffer([]);
            LogHead.prototype.proof = $util.emptyArray;
            LogHead.prototype.policy = $util.newBuffer([]);

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
            EnrolmentReply.prototype.federationId = $util.newBuffer([]);
            EnrolmentReply.prototype.federationName = "";
            EnrolmentReply.prototype.coordinator = null;

            EnrolmentReply.encode = function (m, w, q) {
                if (!w)
                    w = $Writer.create();
                if (q === $undefined)
                    q = 0;
                if (q > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (m.certificate != null && $Object.hasOwnProperty.call(m, "certificate"))
                    $root.muster.v1.Certificate.encode(m.certificate, w.uint32(10).fork(), q + 1).ldelim();
                if (m.federationId != null && $Object.hasOwnProperty.call(m, "federationId") && m.federationId.length)
                    w.uint32(18).bytes(m.federationId);
                if (m.federationName != null && $Object.hasOwnProperty.call(m, "federationName") && m.federationName !== "")
                    w.uint32(26).string(m.federationName);
                if (m.coordinator != null && $Object.hasOwnProperty.call(m, "coordinator"))
                    $root.muster.v1.Certificate.encode(m.coordinator, w.uint32(34).fork(), q + 1).ldelim();
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
                    case 2: {
                            if (u !== 2)
                                break;
                            if ((v = r.bytes()).length)
                                m.federationId = v;
                            else
                                delete m.federationId;
                            continue;
                        }
                    case 3: {
                            if (u !== 2)
                                break;
                            if ((v = r.stringVerify()).length)
                                m.federationName = v;
                            else
                                delete m.federationName;
                            continue;
                        }
                    case 4: {
                            if (u !== 2)
                                break;
                            m.coordinator = $root.muster.v1.Certificate.decode(r, r.size(), $undefined, q + 1, m.coordinator);
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
            Envelope.prototype.pull = null;
            Envelope.prototype.pullReady = null;
            Envelope.prototype.pushReady = null;
            Envelope.prototype.chunk = null;
            Envelope.prototype.credit = null;
            Envelope.prototype.transferEnd = null;

            let $oneOfFields;

            $Object.defineProperty(Envelope.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["ok", "error", "heartbeat", "comeBack", "enrolmentRequest", "enrolmentReply", "register", "registered", "renewalRequest", "renewalReply", "offer", "offerAnswer", "progress", "report", "received", "outcome", "evaluationOffer", "evaluationReport", "failure", "standing", "auditEvents", "auditEventsTaken", "addCheckpoint", "witnessAnswer", "logHeadRequest", "logHead", "logFileRequest", "logFile", "pull", "pullReady", "pushReady", "chunk", "credit", "transferEnd"]),
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
