# Switches on invocation logging in one Region, into CloudWatch Logs and S3, and makes the role that
# Outcrop reads it with. Apply it once for each account; set `regions` to where Bedrock is called.
#   terraform init && terraform apply -var 'reader_arn=arn:aws:iam::999988887777:role/outcrop'

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40"
    }
  }
}

variable "reader_arn" {
  description = "ARN of the identity that Outcrop runs as."
  type        = string
}

variable "external_id" {
  description = "Agreed text that the reader has to name; the same stands as externalId in the config."
  type        = string
}

variable "log_group" {
  description = "Log group for invocation logs."
  type        = string
  default     = "/bedrock/invocations"
}

variable "bucket" {
  description = "Bucket for invocation logs; the account and Region are part of the default name."
  type        = string
  default     = ""
}

variable "retention_days" {
  description = "How long logs are kept. Outcrop keeps counts of its own for longer."
  type        = number
  default     = 30
}

data "aws_caller_identity" "this" {}
data "aws_region" "this" {}
data "aws_partition" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  region    = data.aws_region.this.name
  partition = data.aws_partition.this.partition
  bucket    = var.bucket != "" ? var.bucket : "bedrock-logs-${local.account}-${local.region}"
  folder    = "AWSLogs/${local.account}/BedrockModelInvocationLogs/${local.region}/*"
}

resource "aws_cloudwatch_log_group" "invocations" {
  name              = var.log_group
  retention_in_days = var.retention_days
}

resource "aws_s3_bucket" "invocations" {
  bucket = local.bucket
}

resource "aws_s3_bucket_public_access_block" "invocations" {
  bucket                  = aws_s3_bucket.invocations.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "invocations" {
  bucket = aws_s3_bucket.invocations.id
  rule {
    id     = "expire"
    status = "Enabled"
    filter {}
    expiration {
      days = var.retention_days
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  statement {
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.invocations.arn}/AWSLogs/${local.account}/BedrockModelInvocationLogs/*"]
    principals {
      type        = "Service"
      identifiers = ["bedrock.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:bedrock:${local.region}:${local.account}:*"]
    }
  }
}

resource "aws_s3_bucket_policy" "invocations" {
  bucket = aws_s3_bucket.invocations.id
  policy = data.aws_iam_policy_document.bucket.json
}

data "aws_iam_policy_document" "bedrock_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["bedrock.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:bedrock:${local.region}:${local.account}:*"]
    }
  }
}

resource "aws_iam_role" "logging" {
  name               = "BedrockInvocationLogging-${local.region}"
  assume_role_policy = data.aws_iam_policy_document.bedrock_trust.json
}

data "aws_iam_policy_document" "logging" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.invocations.arn}:log-stream:aws/bedrock/modelinvocations"]
  }
}

resource "aws_iam_role_policy" "logging" {
  role   = aws_iam_role.logging.id
  policy = data.aws_iam_policy_document.logging.json
}

resource "aws_bedrock_model_invocation_logging_configuration" "this" {
  depends_on = [aws_s3_bucket_policy.invocations, aws_iam_role_policy.logging]

  logging_config {
    embedding_data_delivery_enabled = true
    image_data_delivery_enabled     = true
    text_data_delivery_enabled      = true

    cloudwatch_config {
      log_group_name = aws_cloudwatch_log_group.invocations.name
      role_arn       = aws_iam_role.logging.arn
      large_data_delivery_s3_config {
        bucket_name = aws_s3_bucket.invocations.id
      }
    }

    s3_config {
      bucket_name = aws_s3_bucket.invocations.id
    }
  }
}

data "aws_iam_policy_document" "reader_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [var.reader_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

resource "aws_iam_role" "reader" {
  name               = "OutcropReader-${local.region}"
  assume_role_policy = data.aws_iam_policy_document.reader_trust.json
}

# Reading only: nothing here can call a model or change anything.
data "aws_iam_policy_document" "reader" {
  statement {
    sid       = "InvocationLogs"
    actions   = ["logs:FilterLogEvents"]
    resources = ["${aws_cloudwatch_log_group.invocations.arn}:*"]
  }
  statement {
    sid       = "LogBucket"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.invocations.arn]
    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = [local.folder]
    }
  }
  statement {
    sid       = "LogObjects"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.invocations.arn}/${local.folder}"]
  }
  statement {
    sid = "MetricsAndInventory"
    actions = [
      "cloudwatch:GetMetricData",
      "cloudwatch:ListMetrics",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:DescribeAlarmHistory",
      "bedrock:ListInferenceProfiles",
      "bedrock:ListProvisionedModelThroughputs",
      "bedrock:ListCustomModels",
      "bedrock:ListCustomModelDeployments",
      "bedrock:ListImportedModels",
      "bedrock:GetImportedModel",
      "bedrock:ListModelCustomizationJobs",
      "bedrock:ListModelImportJobs",
      "bedrock:ListModelInvocationJobs",
      "bedrock:ListTagsForResource",
      "bedrock:GetModelInvocationLoggingConfiguration",
      "logs:DescribeLogGroups",
      "servicequotas:ListServiceQuotas",
    ]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "reader" {
  role   = aws_iam_role.reader.id
  policy = data.aws_iam_policy_document.reader.json
}

output "outcrop_account" {
  description = "What to put under `accounts` in outcrop.yaml."
  value = {
    id             = local.account
    regions        = [local.region]
    roleArn        = aws_iam_role.reader.arn
    externalId     = var.external_id
    s3             = { bucket = aws_s3_bucket.invocations.id, region = local.region }
    cloudWatchLogs = { logGroup = aws_cloudwatch_log_group.invocations.name, largeDataBucket = aws_s3_bucket.invocations.id }
  }
}
